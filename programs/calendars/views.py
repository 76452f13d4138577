"""The page of one's feed addresses, the feeds themselves, and single visits as files."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.calendars import access, actions, intake, queries
from programs.calendars import truth as truth_of
from programs.calendars.forms import FeedForm
from programs.calendars.models import FeedToken
from programs.gateways import ics
from programs.people.requests import PersonRequest
from programs.visits import access as visit_access
from programs.visits import actions as visit_actions
from programs.visits import documents

CALENDAR = "text/calendar; charset=utf-8"
REQUESTS_A_MINUTE = 30
BYTES_KEPT_SECONDS = 900


@never_cache
@require_http_methods(["GET", "POST"])
def feeds(request: PersonRequest) -> HttpResponse:
    """List one's addresses and make a new one, which is shown in the answer and never again."""
    departments, programs = list(access.departments_of(request.user)), list(access.programs_of(request.user))
    data = request.POST if request.method == "POST" else None
    form = FeedForm(data, departments=departments, programs=programs)
    made = address = None
    if request.method == "POST" and form.is_valid():
        try:
            made, token = actions.make_feed(**form.values(), by=request.user, at=timezone.now())
        except actions.FeedRefused as refused:
            form.add_error(None, str(refused))
        else:
            address = settings.PUBLIC_URL + reverse("calendars:feed", args=[token])
            form = FeedForm(departments=departments, programs=programs)
    context = {
        "form": form,
        "feeds": access.feeds_of(request.user).select_related("department", "program"),
        "made": made,
        "address": address,
        "webcal": address and "webcal" + address.removeprefix("https").removeprefix("http"),
    }
    return render(request, "calendars/feeds.html", context)


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Revoke one of one's addresses."""
    feed = get_object_or_404(access.feeds_of(request.user), pk=pk)
    actions.revoke_feed(feed=feed, by=request.user, at=timezone.now())
    messages.success(request, _("The address no longer answers. Remove it from the calendar that used it."))
    return redirect("calendars:feeds")


@csrf_exempt  # it takes GET and HEAD only; so other methods are told 405 and not 403
@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program: the address is the key, no session is looked at.

    404 for an unknown address, 410 for a revoked one or a person who has left, 429 for
    one who asks too often, 304 without writing a calendar when nothing has changed.
    """
    if _asks_too_often(token):
        return _private(HttpResponse(status=429, headers={"Retry-After": "60"}))
    row = queries.feed_token(token)
    if row is None or row.revoked_at or not row.person.is_active:
        return _private(HttpResponse(status=404 if row is None else 410))
    now = timezone.now()
    actions.note_use(feed=row, on=now.date())
    fingerprint = queries.fingerprint_of(row, at=now)
    since = actions.note_content(feed=row, fingerprint=fingerprint, at=now, seen=queries.state_of(row, at=now))
    etag, modified = f'"{fingerprint}"', int(since.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=modified)
    if answer is None:
        answer = HttpResponse(_bytes_of(row, fingerprint, now), content_type=CALENDAR)
        answer["Content-Disposition"] = 'inline; filename="exchange.ics"'
    answer["ETag"], answer["Last-Modified"] = etag, http_date(modified)
    return _private(answer)


@require_safe
def visit_file(request: PersonRequest, pk: int) -> HttpResponse:
    """Download one visit for a calendar: the invitation's event, without asking for an answer.

    A visitor gets the visit, a host the day with all who come.
    """
    visits = access.visits_downloadable_by(request.user).select_related(*documents.SELECTED, "day__event")
    entry = queries.entry_for(get_object_or_404(visits, pk=pk), request.user)
    answer = HttpResponse(ics.file_of(entry), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="visit-{pk}.ics"'
    return _private(answer)


def _bytes_of(row: FeedToken, fingerprint: str, at: datetime) -> bytes:
    """Write the calendar, or take it from the cache: the fingerprint decides every byte."""
    key = f"feed:{fingerprint}"
    written: bytes | None = cache.get(key)
    if written is None:
        with translation.override(row.person.language):
            name = f"{_('Exchange')}: {row.shows}"
            written = ics.feed(queries.entries_of(row, at=at), name=name, zone=row.person.time_zone)
        cache.set(key, written, BYTES_KEPT_SECONDS)
    return written


def _asks_too_often(token: str) -> bool:
    """Count the requests of this minute by address, known or not."""
    key = f"feed-requests:{queries.hash_of(token)}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > REQUESTS_A_MINUTE
    except ValueError:  # the minute ended between the two calls
        return False


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, max-age=300" if answer.status_code in {200, 304} else "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def truth(request: PersonRequest) -> HttpResponse:
    """Show a lead every place where a calendar and Exchange differ."""
    if not access.may_see_truth(request.user):
        raise Http404
    page = truth_of.truth_page(request.user, at=timezone.now())
    return render(request, "calendars/truth.html", {"page": page, "reads_mail": settings.READS_MAIL})


@require_POST
def send_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    invitation = get_object_or_404(access.invitations_mended_by(request.user), pk=pk)
    visit_actions.send_invitation_again(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation is on its way again."))
    return redirect("calendars:truth")


@require_POST
def settle(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a visit stand although a calendar says no: somebody has asked."""
    invitation = get_object_or_404(access.invitations_mended_by(request.user), pk=pk)
    visit_actions.settle_answer(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("Noted: it takes place."))
    return redirect("calendars:truth")


@require_POST
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    """Invite both sides of a visit that is in no calendar."""
    found = get_object_or_404(visit_access.visits_led_by(request.user), pk=pk)
    try:
        visit_actions.invite_again(visit=found, by=request.user, at=timezone.now())
    except visit_actions.StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The invitation is on its way again."))
    return redirect("calendars:truth")


@require_POST
def put_aside(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a mail aside that somebody has dealt with."""
    mail = get_object_or_404(access.mails_for(request.user), pk=pk)
    intake.put_aside(mail=mail, by=request.user, at=timezone.now())
    messages.success(request, _("Put aside. Its text is no longer kept."))
    return redirect("calendars:truth")
