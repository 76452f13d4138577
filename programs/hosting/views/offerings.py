"""Pages of offerings and hosting days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts import access as cohort_access
from programs.core.refusals import Refusal
from programs.hosting import access, actions, queries, recurring, rules
from programs.hosting.choices import Mend
from programs.hosting.forms import (
    BaseAgenda,
    ChangeDayForm,
    DayForm,
    MoveDayForm,
    OfferingForm,
    PatternForm,
    ReasonForm,
    agenda,
)
from programs.hosting.models import HostingDay, Offering
from programs.hosting.month import Month, month_of, parse_day, read_month
from programs.hosting.program_people import people_of
from programs.people.models import Person
from programs.people.requests import PersonRequest

PLAN_AHEAD = timedelta(weeks=12)
SHOWN_BEFORE_SAVING = 10
PEOPLE_A_PAGE = 50


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """List my offerings, or with `?of=all` every one that I may edit or that my department drafts."""
    mine = access.offerings_hosted_by(request.user)
    shows_all = request.GET.get("of") == "all" or not mine.exists()
    rows = access.offerings_of_departments(request.user) if shows_all else mine
    context = {
        "offerings": queries.offerings_with_days(rows, timezone.now()),
        "shows_all": shows_all,
        "may_offer": access.may_offer(request.user),
        "looks_after": access.departments_looked_after_by(request.user).exists(),
    }
    return render(request, "hosting/index.html", context)


@require_GET
def people(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Let the leads of a programme look up its people: who takes part and who hosts."""
    program = get_object_or_404(cohort_access.programs_led_by(request.user), pk=program_pk)
    words = request.GET.get("q", "")[:100]
    page = Paginator(people_of(program, words), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "hosting/people.html", {"program": program, "page": page, "words": words})


@require_GET
def offering(request: PersonRequest, pk: int) -> HttpResponse:
    """Show an offering, its days in a month, and what can be done with it."""
    row = get_object_or_404(queries.offerings_in_full(access.offerings_visible_to(request.user)), pk=pk)
    today = timezone.localdate(timezone=row.site.zone)
    may_edit = access.may_edit_offering(request.user, row)
    month = _month(row, read_month(request.GET.get("month", ""), today), today)
    context = {
        "offering": row,
        "objectives": queries.objectives_of(row),
        "month": month,
        "shows": row.shows.all(),
        "has_days": month.has_items,
        "patterns": queries.patterns_of(row, today) if may_edit else (),
        "may_edit": may_edit,
        "complaints": _complaints(row) if may_edit else (),
        "steps": rules.steps_from(row.state) if access.may_publish_offering(request.user, row) else (),
        "today": today,
    }
    return render(request, "hosting/offering.html", context)


def _month(row: Offering, first: date, today: date) -> Month[Any]:
    last = first + timedelta(days=42)
    days = queries.days_of(row, first - timedelta(days=7), last)
    return month_of(
        first, days, day_of=lambda day: day.on, today=today, first_weekday=(get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    )


def _complaints(row: Offering) -> list[tuple[Refusal, Mend]]:
    return [(complaint, Mend(str(complaint.reason))) for complaint in queries.complaints_about(row, timezone.now())]


@require_POST
def mend_agenda(request: PersonRequest, pk: int, complaint: str) -> HttpResponse:
    """Do with one click what a complaint about the agenda asks for."""
    if complaint not in Mend.values:
        raise Http404
    row = get_object_or_404(access.offerings_editable_by(request.user), pk=pk)
    actions.mend_agenda(offering=row, complaint=complaint, by=request.user, at=timezone.now())
    messages.success(request, _("The agenda is mended."))
    return redirect(reverse("hosting:offering", args=[pk]) + "#agenda")


@require_http_methods(["GET", "POST"])
def add_offering(request: PersonRequest) -> HttpResponse:
    """Draft an offering; its days come next."""
    if not access.may_offer(request.user):
        raise Http404
    form, blocks = _offering_forms(request, Offering(), agenda(request.POST or None))
    if request.method == "POST" and all([form.is_valid(), blocks.is_valid()]):
        try:
            made = actions.create_offering(
                department=form.cleaned_data["department"],
                shown=form.shown(),
                blocks=blocks.blocks(),
                objectives=form.cleaned_data["objectives"],
                skills=form.cleaned_data["shows"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.HostingRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Saved as a draft. On which days can people come?"))
            return redirect("hosting:plan_days", pk=made.pk)
    return render(request, "hosting/add_offering.html", {"form": form, "agenda": blocks})


@require_http_methods(["GET", "POST"])
def edit_offering(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what an offering says."""
    row = get_object_or_404(access.offerings_editable_by(request.user), pk=pk)
    title = row.title
    form, blocks = _offering_forms(request, row, agenda(request.POST or None, row))
    if request.method == "POST" and all([form.is_valid(), blocks.is_valid()]):
        try:
            actions.edit_offering(
                offering=row,
                shown=form.shown(),
                blocks=blocks.blocks(),
                objectives=form.cleaned_data["objectives"],
                skills=form.cleaned_data["shows"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.HostingRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("hosting:offering", pk=pk)
    return render(
        request, "hosting/edit_offering.html", {"form": form, "agenda": blocks, "pk": pk, "offering_title": title}
    )


def _offering_forms(request: PersonRequest, row: Offering, blocks: BaseAgenda) -> tuple[OfferingForm, BaseAgenda]:
    me = request.user
    own = {"contact": me.pk, "site": me.site_id, "department": _first_department(me)}
    form = OfferingForm(
        request.POST or None,
        instance=row,
        initial={} if row.pk else own,
        departments=access.departments_offering_for(me),
        people=access.possible_contacts(me, row),
        objectives=access.objectives_to_serve(me, row),
    )
    return form, blocks


def _first_department(person: Person) -> int | None:
    departments = access.departments_offering_for(person).values_list("pk", flat=True)
    return person.department_id if person.department_id in departments else departments.first()


@require_POST
def move_offering(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Review, publish, withdraw or reopen an offering."""
    if step not in rules.STEPS:
        raise Http404
    row = get_object_or_404(access.offerings_publishable_by(request.user), pk=pk)
    try:
        moved = actions.move_offering(offering=row, step=step, by=request.user, at=timezone.now())
    except actions.HostingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("“%(title)s” is now: %(state)s.") % {"title": moved.title, "state": moved.get_state_display()}
        )
        for complaint in queries.complaints_about(moved, timezone.now()) if step == "publish" else ():
            messages.warning(request, str(complaint))
    return redirect("hosting:offering", pk=pk)


@require_http_methods(["GET", "POST"])
def plan_days(request: PersonRequest, pk: int) -> HttpResponse:
    """Give weekly days: first the dates are shown, then they are made."""
    row = get_object_or_404(access.offerings_editable_by(request.user).select_related("site", "department"), pk=pk)
    at = timezone.now()
    today = timezone.localdate(at, row.site.zone)
    start = {"from_on": today + timedelta(days=1), "until_on": today + PLAN_AHEAD, "places": row.places}
    form = PatternForm(request.POST or None, initial=start | {"weekday": 1, "start": "09:00", "end": "13:00"})
    planned: tuple[rules.Planned, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            planned = _planned(row, form, at)
            if "save" in request.POST:
                return _plan(request, row, form, at)
        except actions.HostingRefused as refused:
            refused.put_on(form)
    context = {"offering": row, "form": form, "planned": planned[:SHOWN_BEFORE_SAVING], "number": _made(planned)}
    return render(request, "hosting/plan_days.html", context | {"more": max(len(planned) - SHOWN_BEFORE_SAVING, 0)})


def _made(planned: tuple[rules.Planned, ...]) -> int:
    return sum(1 for one in planned if one.span)


def _closed(row: Offering, form: PatternForm) -> dict[date, Refusal]:
    pattern = form.pattern()
    return dict(
        queries.closed_dates_of(
            row, pattern.from_on, pattern.until_on, language=get_language() or "en-gb", times=form.times()
        )
        if not rules.pattern_refusals(pattern, form.times())
        else {}
    )


def _planned(row: Offering, form: PatternForm, at: datetime) -> tuple[rules.Planned, ...]:
    return actions.planned_days(
        offering=row, pattern=form.pattern(), times=form.times(), closed=_closed(row, form), at=at
    )


def _plan(request: PersonRequest, row: Offering, form: PatternForm, at: datetime) -> HttpResponse:
    days = actions.plan_days(
        offering=row,
        pattern=form.pattern(),
        times=form.times(),
        places=form.cleaned_data["places"],
        closed=_closed(row, form),
        by=request.user,
        at=at,
    )
    made = ngettext("%(number)s day added.", "%(number)s days added.", len(days)) % {"number": len(days)}
    messages.success(request, made)
    there = reverse("hosting:offering", args=[row.pk])
    return redirect(f"{there}?month={days[0].on:%Y-%m}")


@require_http_methods(["GET", "POST"])
def add_day(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a single day."""
    row = get_object_or_404(access.offerings_editable_by(request.user).select_related("site", "department"), pk=pk)
    start = {"places": row.places, "start": "09:00", "end": "13:00", "on": parse_day(request.GET.get("on", ""))}
    form = DayForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        own = {name: data[name] for name in ("on", "places", "note", "opens_on_holiday")}
        values = own | {"times": form.times()}
        try:
            actions.add_day(offering=row, by=request.user, at=timezone.now(), **values)
        except actions.HostingRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("The day is added."))
            return redirect(f"{reverse('hosting:offering', args=[pk])}?month={data['on']:%Y-%m}")
    return render(request, "hosting/add_day.html", {"offering": row, "form": form})


@require_http_methods(["GET", "POST"])
def move_day(request: PersonRequest, pk: int) -> HttpResponse:
    """Move a day on which nobody comes yet to another date or time."""
    row = get_object_or_404(access.days_editable_by(request.user), pk=pk)
    form = MoveDayForm(request.POST or None, initial=MoveDayForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {"on": data["on"], "times": form.times(), "opens_on_holiday": data["opens_on_holiday"]}
        try:
            moved = recurring.move_day(day=row, by=request.user, at=timezone.now(), **values)
        except actions.HostingRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("The day is moved."))
            return _to_month_of(moved)
    return render(request, "hosting/move_day.html", {"day": row, "form": form})


@require_POST
def skip_day(request: PersonRequest, pk: int) -> HttpResponse:
    """Leave a date out."""
    return _change(request, pk, recurring.skip_day, _("The date is left out."))


@require_POST
def restore_day(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a date back."""
    return _change(request, pk, recurring.restore_day, _("The day is back."))


def _change(request: PersonRequest, pk: int, deed: Callable[..., HostingDay], said: str) -> HttpResponse:
    row = get_object_or_404(access.days_editable_by(request.user), pk=pk)
    try:
        deed(day=row, by=request.user, at=timezone.now())
    except actions.HostingRefused as refused:
        messages.error(request, str(refused))
        return redirect("hosting:day", pk=pk)
    messages.success(request, said)
    return _to_month_of(row)


@require_http_methods(["GET", "POST"])
def day(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the places and the note of a day."""
    row = get_object_or_404(access.days_editable_by(request.user), pk=pk)
    form = ChangeDayForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_day(day=row, places=data["places"], note=data["note"], by=request.user, at=timezone.now())
        except actions.HostingRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Saved."))
            return _to_month_of(row)
    return render(request, "hosting/day.html", {"day": row, "form": form})


@require_http_methods(["GET", "POST"])
def edit_pattern(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a rule from a date on: first what becomes of each date is shown, then it is done."""
    row = get_object_or_404(access.patterns_editable_by(request.user), pk=pk)
    at = timezone.now()
    next_on = recurring.next_date(row, timezone.localdate(at, row.offering.site.zone))
    form = PatternForm(request.POST or None, initial=PatternForm.initial_of(row, next_on))
    replanned: tuple[rules.Replanned, ...] = ()
    if request.method == "POST" and form.is_valid():
        change = recurring.Change(
            form.pattern(), form.times(), form.cleaned_data["places"], _closed(row.offering, form)
        )
        try:
            replanned = recurring.replanned(row=row, change=change, at=at)
            if "save" in request.POST:
                recurring.edit_pattern(row=row, change=change, by=request.user, at=at)
                messages.success(request, _("Saved."))
                return redirect(
                    f"{reverse('hosting:offering', args=[row.offering_id])}?month={form.pattern().from_on:%Y-%m}"
                )
        except actions.HostingRefused as refused:
            refused.put_on(form)
    context = {"pattern": row, "offering": row.offering, "form": form, "replanned": replanned}
    return render(request, "hosting/edit_pattern.html", context)


@require_http_methods(["GET", "POST"])
def end_pattern(request: PersonRequest, pk: int) -> HttpResponse:
    """Call off the coming days of a weekly rule that have no visits."""
    pattern = get_object_or_404(access.patterns_editable_by(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        off, kept = actions.end_pattern(
            pattern=pattern, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, ngettext("%(off)s day called off.", "%(off)s days called off.", off) % {"off": off})
        if kept:
            stands = ngettext(
                "%(kept)s day stays: visits stand on it.", "%(kept)s days stay: visits stand on them.", kept
            )
            messages.warning(request, stands % {"kept": kept})
        return redirect("hosting:offering", pk=pattern.offering_id)
    return render(request, "hosting/end_pattern.html", {"pattern": pattern, "form": form})


def _to_month_of(day: HostingDay) -> HttpResponse:
    return redirect(f"{reverse('hosting:offering', args=[day.offering_id])}?month={day.on:%Y-%m}")
