"""Pages of enrolments: one's own wishes, and a lead's view of a cohort's visitors."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from programs.cohorts import access, actions, queries
from programs.cohorts.filters import EnrollmentFilter
from programs.cohorts.forms import (
    BaseBlocked,
    EnrollPeopleForm,
    ExclusionForm,
    WishesForm,
    blocked_dates,
)
from programs.cohorts.models import Cohort
from programs.cohorts.rules import Wishes
from programs.cohorts.tables import EnrollmentTable
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def enroll(request: PersonRequest, pk: int) -> HttpResponse:
    """Enrol, or change my wishes, until enrolment closes."""
    cohort = get_object_or_404(access.cohorts_open_to(request.user, timezone.localdate()), pk=pk)
    enrollment = queries.enrollment_of(request.user, cohort)
    form, blocked = _wishes(request, cohort, queries.wishes_of(enrollment) if enrollment else None)
    if request.method == "POST" and all([form.is_valid(), blocked.is_valid()]):
        wishes = form.wishes(blocked.dates(cohort.starts_on, cohort.ends_on))
        try:
            actions.enroll(cohort=cohort, person=request.user, wishes=wishes, by=request.user, at=timezone.now())
        except actions.CohortRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Saved. You can change your wishes until enrolment closes."))
            return redirect("cohorts:index")
    context = {"cohort": cohort, "form": form, "blocked": blocked, "enrollment": enrollment}
    return render(request, "cohorts/enroll.html", context)


def _wishes(request: PersonRequest, cohort: Cohort, wishes: Wishes | None) -> tuple[WishesForm, BaseBlocked]:
    wishes = wishes or Wishes(wanted=cohort.visits_wanted)
    form = WishesForm(
        request.POST or None,
        departments=queries.host_departments_of(cohort).exclude(pk=request.user.department_id or 0),
        hosts=queries.possible_hosts(cohort, request.user),
        wishes=wishes,
    )
    return form, blocked_dates(request.POST or None, wishes.blocked)


@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Leave a cohort."""
    enrollment = get_object_or_404(queries.enrollments_of_person(request.user), pk=pk)
    if request.method == "POST":
        actions.withdraw_enrollment(enrollment=enrollment, by=request.user, at=timezone.now())
        messages.success(request, _("You are out of %(cohort)s.") % {"cohort": enrollment.cohort.name})
        return redirect("cohorts:index")
    return render(request, "cohorts/withdraw.html", {"enrollment": enrollment})


# For leads -------------------------------------------------------------------------------


@require_GET
def enrollments(request: PersonRequest, pk: int) -> HttpResponse:
    """List who is enrolled, with their wishes."""
    cohort = get_object_or_404(access.cohorts_led_by(request.user), pk=pk)
    chosen = EnrollmentFilter(request.GET, queries.enrollments_of(cohort))
    table = EnrollmentTable(chosen.qs.distinct())
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {
        "cohort": cohort,
        "table": table,
        "filter": chosen,
        "may_change": access.may_change_cohort(request.user, cohort),
        "number": queries.enrollments_of(cohort).aggregate(number=Count("pk"))["number"],
    }
    return render(request, "cohorts/enrollments.html", context)


@require_GET
def enrollment(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one enrolment to its owner or the lead. Whom somebody avoids is not on this page."""
    row = get_object_or_404(access.enrollments_visible_to(request.user), pk=pk)
    context = {
        "enrollment": row,
        "ranked": row.ranked.select_related("department"),
        "blocked": queries.blocked_ranges(row),
        "learns": row.learns.all(),
        "brings": row.brings.all(),
        "is_mine": row.person_id == request.user.pk,
        "may_change": row.person_id == request.user.pk
        and access.may_enroll(request.user, row.cohort, timezone.localdate()),
    }
    return render(request, "cohorts/enrollment.html", context)


@require_http_methods(["GET", "POST"])
def enroll_people(request: PersonRequest, pk: int) -> HttpResponse:
    """Bring in departments, teams and single people, and invite them by letter."""
    cohort = get_object_or_404(access.cohorts_led_by(request.user), pk=pk)
    form = EnrollPeopleForm(request.POST or None, candidates=queries.not_enrolled(cohort))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enroll_people(cohort=cohort, people=form.chosen(), by=request.user, at=timezone.now())
        except actions.CohortRefused as refused:
            refused.put_on(form)
        else:
            told = ngettext(
                "%(number)s person is enrolled and invited.", "%(number)s people are enrolled and invited.", len(made)
            )
            messages.success(request, told % {"number": len(made)})
            return redirect("cohorts:enrollments", pk=pk)
    return render(request, "cohorts/enroll_people.html", {"cohort": cohort, "form": form})


@require_http_methods(["GET", "POST"])
def exclusions(request: PersonRequest, pk: int) -> HttpResponse:
    """List and add who is kept from which department."""
    cohort = get_object_or_404(access.cohorts_led_by(request.user), pk=pk)
    form = ExclusionForm(request.POST or None, cohort=cohort)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.exclude_person, form, cohort=cohort, **form.cleaned_data)
    ):
        return redirect("cohorts:exclusions", pk=pk)
    context = {"cohort": cohort, "form": form, "exclusions": queries.exclusions_of(cohort)}
    return render(request, "cohorts/exclusions.html", context)


@require_POST
def lift_exclusion(request: PersonRequest, pk: int) -> HttpResponse:
    """Let somebody visit a department again."""
    row = get_object_or_404(access.exclusions_visible_to(request.user), pk=pk)
    try:
        actions.lift_exclusion(exclusion=row, by=request.user, at=timezone.now())
    except actions.CohortRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Lifted."))
    return redirect("cohorts:exclusions", pk=row.cohort_id)
