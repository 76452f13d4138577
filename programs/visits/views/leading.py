"""Releases for line managers, and every visit of a programme for its leads."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from programs.cohorts import access as cohort_access
from programs.people.requests import PersonRequest
from programs.visits import access, actions, documents, pages
from programs.visits.forms import GrantForm, ReasonForm
from programs.visits.tables import VisitTable
from programs.visits.views.answers import status_of, told


@require_GET
def releases(request: PersonRequest) -> HttpResponse:
    """Show a line manager who asks for which day."""
    page = pages.releases_page(request.user, at=timezone.now())
    return render(request, "visits/releases.html", {"page": page})


@require_POST
def grant(request: PersonRequest, pk: int) -> HttpResponse:
    """Say yes, with who covers."""
    release = get_object_or_404(access.releases_decided_by(request.user), pk=pk)
    form = GrantForm(request.POST, people=pages.people_to_cover(release))
    if not form.is_valid():
        for error in form.errors.values():
            messages.error(request, " ".join(str(one) for one in error))
        return redirect("visits:releases")
    with told(request, _("Released. Thank you.")):
        actions.grant_release(release=release, by=request.user, at=timezone.now(), cover=form.cleaned_data["cover"])
    return redirect("visits:releases")


@require_http_methods(["GET", "POST"])
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    release = get_object_or_404(access.releases_decided_by(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_release(
                release=release, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except actions.StepRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Not released. Visitor and host have been told."))
            return redirect("visits:releases")
    context = {"release": release, "visit": release.visit, "form": form}
    return render(request, "visits/refuse.html", context, status=status_of(form))


@require_GET
def all_visits(request: PersonRequest) -> HttpResponse:
    """Show a lead every visit of their programmes, with filters."""
    if not cohort_access.leads_any_program(request.user):
        raise Http404
    form, visits = pages.filtered_visits(request.user, request.GET)
    table = VisitTable(visits)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "visits/all.html", {"form": form, "table": table, "count": visits.count()})


@require_GET
def all_csv(request: PersonRequest) -> HttpResponse:
    """Give a lead the same visits as a file."""
    if not cohort_access.leads_any_program(request.user):
        raise Http404
    _form, visits = pages.filtered_visits(request.user, request.GET)
    response = HttpResponse(documents.csv_of(visits), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visits.csv"'
    return response
