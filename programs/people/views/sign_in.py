"""Signing in by a link in a mail.

Whoever asks gets the same answer whether or not there is an account. The link itself only
shows a button, because mail scanners follow links; the button signs in through allauth, so
that a second factor is asked for as after a password.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programs.people import actions, queries
from programs.people.forms import LinkForm

QUESTION = "request_login_code"
"""allauth's limit for mails that somebody may ask for: 20 a minute by address of the machine, 3 by e-mail."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def magic_link(request: HttpRequest) -> HttpResponse:
    """Ask for the address to which a link should go."""
    form = LinkForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action=QUESTION, key=email)
        if too_many:
            return too_many
        actions.ask_for_link(email=email, next_page=_ours(request, form.cleaned_data["next"]), at=timezone.now())
        return redirect("people:link_sent")
    return render(request, "people/magic_link.html", {"form": form})


@login_not_required
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, to anybody."""
    context = {
        "minutes": int(queries.LINK_IS_GOOD_FOR.total_seconds() // 60),
        "mail_folder": site_settings.MAIL_FILES if site_settings.DEMO else None,
    }
    return render(request, "people/link_sent.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; when it is pressed, use the link up and sign in."""
    if request.method != "POST":
        return render(request, "people/open_link.html", {})
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if too_many:
        return too_many
    link = actions.use_link(token, at=timezone.now())
    if link is None or link.person is None:
        return render(request, "people/open_link.html", {"is_spent": True}, status=410)
    record_authentication(request, link.person, method="link", email=link.person.email)
    login = Login(
        user=link.person, email=link.person.email, redirect_url=_ours(request, link.next_page) or reverse("home:index")
    )
    answer: HttpResponse = perform_login(request, login)
    return answer


def _ours(request: HttpRequest, address: str) -> str:
    """Return an address of this site, and nothing for any other."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""
