"""Pages of the relationships room: everyone sees their own, leads see counts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts import access as cohort_access
from programs.cohorts import queries as cohort_queries
from programs.people.requests import PersonRequest
from programs.relationships import access, actions, documents, queries, tasks
from programs.relationships.choices import LATER_DAYS
from programs.relationships.forms import CheckInForm, LaterForm, ListingForm, RosterDraftForm, RosterForm

# My own ---------------------------------------------------------------------------------


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show whom I know, what waits for my taps, and who could introduce me where I know nobody."""
    me, today = request.user, timezone.localdate()
    cohort = cohort_queries.current_cohort_of(me, today)
    context = {
        "contacts": queries.contacts_of(me),
        "waiting": queries.visits_to_check_in_on(me),
        "later": queries.later_check_ins_due(me, today),
        "places": queries.rosters_to_answer(me),
        "introductions": queries.introductions_for(me, cohort) if cohort else [],
        "bridging": queries.bridging_of(me, cohort) if cohort else None,
        "listing": ListingForm(instance=queries.listing_of(me)),
    }
    return render(request, "relationships/mine.html", context)


@require_POST
def listing(request: PersonRequest) -> HttpResponse:
    """Let others name me or not, and offer introductions or not."""
    form = ListingForm(request.POST, instance=queries.listing_of(request.user))
    if form.is_valid():
        actions.choose_listing(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. It holds from now on."))
    return redirect("relationships:mine")


@require_http_methods(["GET", "POST"])
def check_in(request: PersonRequest, visit_pk: int) -> HttpResponse:
    """Ask how well one knew the other before a visit, and knows them now."""
    visit = get_object_or_404(access.visits_to_check_in_on(request.user), pk=visit_pk)
    form = CheckInForm(
        request.POST if request.method == "POST" else None, others=queries.others_of(visit, request.user)
    )
    if request.method == "POST" and form.is_valid():
        actions.check_in(visit=visit, answers=form.answers(), by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Reports count this together with others, without names."))
        return redirect("relationships:mine")
    return render(request, "relationships/check_in.html", {"form": form, "visit": visit})


@require_http_methods(["GET", "POST"])
def later(request: PersonRequest, visit_pk: int, after_days: int) -> HttpResponse:
    """Ask, some time after a visit, how well one knows the other now."""
    visit = get_object_or_404(access.visits_to_check_in_on(request.user), pk=visit_pk)
    if after_days not in LATER_DAYS or (timezone.localdate() - visit.on).days < after_days:
        raise Http404
    form = LaterForm(request.POST if request.method == "POST" else None, others=queries.others_of(visit, request.user))
    if request.method == "POST" and form.is_valid():
        actions.check_in_later(
            visit=visit, after_days=after_days, answers=form.answers(), by=request.user, at=timezone.now()
        )
        messages.success(request, _("Thank you. Reports count this together with others, without names."))
        return redirect("relationships:mine")
    return render(request, "relationships/later.html", {"form": form, "visit": visit, "days": after_days})


@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, roster_pk: int) -> HttpResponse:
    """Ask whom one could contact in each department. Consent comes first, and can be refused."""
    place = get_object_or_404(access.places_of(request.user), roster=roster_pk)
    departments = queries.departments_asked(place)
    form = RosterForm(
        request.POST if request.method == "POST" else None,
        departments=departments,
        people=queries.people_to_name(departments, request.user),
        initial=queries.earlier_answer(place),
    )
    if request.method == "POST" and form.is_valid():
        actions.answer_roster(place=place, rows=form.rows, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Reports count this together with others, without names."))
        return redirect("relationships:mine")
    return render(request, "relationships/answer.html", {"form": form, "place": place, "roster": place.roster})


@require_POST
def decline(request: PersonRequest, roster_pk: int) -> HttpResponse:
    """Leave a roster out; nobody is told, and what was answered before is forgotten."""
    place = get_object_or_404(access.places_of(request.user), roster=roster_pk)
    actions.decline_roster(place=place, by=request.user, at=timezone.now())
    messages.success(request, _("You are left out. Nobody is told."))
    return redirect("relationships:mine")


# Leads ----------------------------------------------------------------------------------


@require_GET
def cohort(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Show what rosters and check-ins of a cohort say, in counts, and the rosters to a lead."""
    row = get_object_or_404(access.cohorts_overseen_by(request.user), pk=cohort_pk)
    context = {
        "cohort": row,
        "is_lead": cohort_access.may_lead(request.user, row),
        "rosters": queries.with_counts(row.rosters.all()),
        "story": documents.story_of(row),
        "persistence": documents.persistence_of(row),
        "smallest": row.program.score_threshold,
    }
    return render(request, "relationships/cohort.html", context)


@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Prepare a roster. Nobody is asked before it is opened."""
    row = get_object_or_404(cohort_access.cohorts_led_by(request.user), pk=cohort_pk)
    form = RosterDraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.draft_roster(cohort=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect("relationships:cohort", cohort_pk=row.pk)
    return render(request, "relationships/draft.html", {"form": form, "cohort": row})


@require_POST
def open_roster(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask everyone who takes part."""
    roster = get_object_or_404(access.rosters_led_by(request.user), pk=pk)
    try:
        actions.open_roster(roster=roster, by=request.user, at=timezone.now())
    except actions.RosterRefused as refused:
        messages.error(request, str(refused))
    else:
        tasks.send_roster_letters.enqueue(roster.pk, "roster_opened", timezone.now().isoformat())
        messages.success(request, _("The roster is open. Everyone who takes part is asked by mail."))
    return redirect("relationships:cohort", cohort_pk=roster.cohort_id)


@require_POST
def close_roster(request: PersonRequest, pk: int) -> HttpResponse:
    """End a roster; its counts may be read from now on."""
    roster = get_object_or_404(access.rosters_led_by(request.user), pk=pk)
    try:
        actions.close_roster(roster=roster, by=request.user, at=timezone.now())
    except actions.RosterRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The roster is closed."))
    return redirect("relationships:cohort", cohort_pk=roster.cohort_id)
