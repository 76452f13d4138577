"""The rules of a cohort's matching, its coverage floors, and what one person's other wishes would change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.cohorts import actions as cohort_actions
from programs.cohorts import queries as cohort_queries
from programs.core.refusals import RuleBroken
from programs.matching import access, actions, pages, simulation, wishes
from programs.matching.forms import FloorForm, RulesForm, SimulateForm
from programs.matching.models import MatchingRules
from programs.matching.views.answers import say
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def rules(request: PersonRequest, pk: int) -> HttpResponse:
    """What is required and what is weighed; “try out” shows a person under other weights, “save” keeps them."""
    cohort = get_object_or_404(access.cohorts_matched_by(request.user).select_related("program"), pk=pk)
    people = cohort_queries.standing_enrollments().filter(cohort=cohort).order_by("person__name", "pk")
    found = wishes.rules_of(cohort)
    form = RulesForm(request.POST or request.GET or None, people=people, initial=_values(found))
    enrollment = people.first()
    if form.is_bound and form.is_valid():
        enrollment = form.cleaned_data["person"] or enrollment
        found = MatchingRules(cohort=cohort, **form.rules())
        if request.method == "POST" and "save" in request.POST:
            actions.set_rules(cohort=cohort, by=request.user, at=timezone.now(), **form.decided())
            messages.success(request, _("Saved. The next run uses these rules."))
            return redirect("matching:rules", cohort.pk)
    context = pages.rules(cohort, found, enrollment, timezone.now())
    return render(request, "matching/rules.html", context | {"form": form, "floor_form": FloorForm(cohort=cohort)})


def _values(found: MatchingRules) -> dict[str, object]:
    return dict(wishes.values_of(found))


@require_POST
def add_floor(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for at least so many visits to a department between two dates."""
    cohort = get_object_or_404(access.cohorts_matched_by(request.user).select_related("program"), pk=pk)
    form = FloorForm(request.POST, cohort=cohort)
    if form.is_valid():
        try:
            cohort_actions.add_floor(cohort=cohort, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            say(request, broken)
        else:
            messages.success(request, _("Saved. The next run uses these rules."))
        return redirect("matching:rules", cohort.pk)
    found = wishes.rules_of(cohort)
    context = pages.rules(cohort, found, None, timezone.now())
    people = cohort_queries.standing_enrollments().filter(cohort=cohort)
    weights = RulesForm(people=people, initial=_values(found))
    return render(request, "matching/rules.html", context | {"form": weights, "floor_form": form})


@require_POST
def remove_floor(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a coverage floor go."""
    floor = get_object_or_404(access.floors_set_by(request.user), pk=pk)
    try:
        cohort_actions.remove_floor(floor=floor, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        say(request, broken)
    return redirect("matching:rules", floor.cohort_id)


@require_http_methods(["GET", "POST"])
def simulate(request: PersonRequest, pk: int, enrollment_pk: int) -> HttpResponse:
    """What would change in a draft if one person wished otherwise or were free; nothing is kept."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    enrollment = get_object_or_404(access.enrollments_of_run(request.user, found), pk=enrollment_pk)
    form = SimulateForm(request.POST or None, enrollment=enrollment)
    outcome = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = simulation.simulated(found, enrollment, form.otherwise(), timezone.now())
        except simulation.NoOutcome:
            form.add_error(None, _("No plan was found in time, or the locks of the draft leave no room for this."))
    context = {"run": found, "enrollment": enrollment, "form": form, "outcome": outcome}
    return render(request, "matching/simulate.html", context)
