"""What departments give and wish: hosting hours, whom they would like to see, and the skills both sides name."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts import access as cohort_access
from programs.cohorts import actions as cohort_actions
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Skill
from programs.core.refusals import RuleBroken
from programs.hosting import access, actions, queries
from programs.hosting.forms import HoursForm, SkillForm, WishForm
from programs.people.requests import PersonRequest

MONTHS_SHOWN = 3


@require_GET
def departments(request: PersonRequest) -> HttpResponse:
    """The departments that I look after: hours given this month, and wishes about visitors."""
    found = access.departments_looked_after_by(request.user)
    rows = queries.department_rows(found, queries.months_from(timezone.localdate(), 1)[0])
    if not rows:
        raise Http404
    context = {"rows": rows, "may_name_skills": cohort_access.leads_any_program(request.user)}
    return render(request, "hosting/departments.html", context)


@require_http_methods(["GET", "POST"])
def hours(request: PersonRequest, pk: int) -> HttpResponse:
    """How many hours a month a department and its hosts give, and what is given already."""
    department = get_object_or_404(access.departments_looked_after_by(request.user), pk=pk)
    limits = queries.hour_limits(
        department,
        queries.months_from(timezone.localdate(), MONTHS_SHOWN),
        access.hosts_budgeted_by(request.user, department),
    )
    may_set_all = access.may_set_hours(request.user, department)
    form = HoursForm(request.POST or None, limits=limits, may_set_all=may_set_all)
    if request.method == "POST" and form.is_valid():
        actions.set_hosting_hours(department=department, by=request.user, at=timezone.now(), **form.decided())
        messages.success(request, _("Saved."))
        return redirect("hosting:hours", pk=pk)
    return render(request, "hosting/hours.html", {"department": department, "limits": limits, "form": form})


@require_http_methods(["GET", "POST"])
def wishes(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom a department would like to see: people, teams, skills."""
    department = get_object_or_404(access.departments_looked_after_by(request.user), pk=pk)
    cohorts = cohort_queries.cohorts_hosted_by(department)
    form = WishForm(request.POST or None, cohorts=cohorts, people=access.people_to_wish_for())
    if request.method == "POST" and form.is_valid():
        try:
            cohort_actions.wish_for_visitors(
                department=department, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error(None, [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Saved. The next matching run weighs it."))
            return redirect("hosting:wishes", pk=pk)
    context = {
        "department": department,
        "form": form,
        "wishes": cohort_queries.wishes_of_department(department),
        "has_cohorts": bool(cohorts),
    }
    return render(request, "hosting/wishes.html", context)


@require_POST
def drop_wish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a wish about visitors go."""
    wish = get_object_or_404(access.wishes_looked_after_by(request.user), pk=pk)
    try:
        cohort_actions.drop_visitor_wish(wish=wish, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("hosting:wishes", pk=wish.department_id)


@require_http_methods(["GET", "POST"])
def skills(request: PersonRequest) -> HttpResponse:
    """The skills that visitors, offerings and departments can name. For leads."""
    if not cohort_access.leads_any_program(request.user):
        raise Http404
    form = SkillForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cohort_actions.add_skill(name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except RuleBroken as broken:
            form.add_error("name", [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Saved."))
            return redirect("hosting:skills")
    return render(request, "hosting/skills.html", {"skills": queries.skills_with_counts(), "form": form})


@require_POST
def remove_skill(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a skill out of the list while nobody names it."""
    if not cohort_access.leads_any_program(request.user):
        raise Http404
    skill = get_object_or_404(Skill, pk=pk)
    try:
        actions.remove_skill(skill=skill, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("hosting:skills")
