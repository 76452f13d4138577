"""Pages of the outbox."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from programs.notifications import access, actions, tokens
from programs.notifications.filters import LetterFilter
from programs.notifications.forms import PreferencesForm
from programs.notifications.models import Preferences
from programs.notifications.tables import LetterTable
from programs.people.models import Person
from programs.people.requests import PersonRequest

LETTERS_A_PAGE = 25
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)


@require_safe
def outbox(request: PersonRequest) -> HttpResponse:
    """List the letters that the reader may know of, the newest first."""
    letters = access.letters_visible_to(request.user).select_related("to").defer("text", "html", "calendar")
    chosen = LetterFilter(request.GET, queryset=letters)
    table = LetterTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": LETTERS_A_PAGE}).configure(table)
    sees_all = access.may_look_after_outbox(request.user)
    context = {"filter": chosen, "table": table, "is_demo": settings.DEMO, "sees_all": sees_all}
    return render(request, "notifications/outbox.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # it knows plain requests only
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one letter: how it went, and its text to who may read it."""
    row = get_object_or_404(access.letters_visible_to(request.user).select_related("to"), pk=pk)
    context = {
        "letter": row,
        "may_read": access.may_read(request.user, row),
        "may_send_again": access.may_look_after_outbox(request.user),
        "is_demo": settings.DEMO,
    }
    return render(request, "notifications/letter.html", context)


@require_safe
@xframe_options_sameorigin
def letter_body(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer with the HTML of a letter as mail programs show it, for the frame on its page.

    Mail has its styles inline, so this one answer allows them; it allows nothing else.
    """
    row = get_object_or_404(access.letters_readable_by(request.user), pk=pk)
    answer = HttpResponse(row.html.replace("<head>", '<head><base target="_top">', 1))
    answer["Content-Security-Policy"] = LETTER_POLICY
    return answer


@require_safe
def letter_calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Download the calendar part of a letter, byte for byte."""
    row = get_object_or_404(access.letters_readable_by(request.user), pk=pk)
    if not row.calendar:
        raise Http404
    answer = HttpResponse(
        bytes(row.calendar), content_type=f"text/calendar; charset=utf-8; method={row.calendar_method}"
    )
    answer["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return answer


@require_POST
def send_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a failed letter back into the queue."""
    row = get_object_or_404(access.letters_to_send_again(request.user), pk=pk)
    if actions.send_again(letter=row, by=request.user, at=timezone.now()):
        messages.success(request, _("The letter will be sent again."))
    else:
        messages.info(request, _("This letter has not failed."))
    return redirect("notifications:letter", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    """Choose how to be written to: by topic, when not, and whether once a week."""
    row = Preferences.objects.filter(person=request.user).first() or Preferences(person=request.user)
    form = PreferencesForm(request.POST or None, preferences=row)
    if request.method == "POST" and form.is_valid():
        actions.choose_mail(to=request.user, wishes=form.wishes(), by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form, "zone": request.user.time_zone})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters of a topic: a mail program's one click (RFC 8058), or a button on the page.

    The signature in the address stands for the person: nobody signs in, and there is nothing
    that a forged form could do beyond it. GET changes nothing: scanners follow links.
    """
    found = tokens.read(token)
    person = Person.objects.filter(pk=found[0]).first() if found else None
    if found is None or person is None:
        raise Http404
    if request.method == "POST":
        actions.unsubscribe(person=person, topic=found[1], at=timezone.now())
    context = {"topic": found[1].label, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
