"""Departments, teams and sites."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from programs.people import actions, queries
from programs.people.actions import PersonRefused
from programs.people.forms import DepartmentForm, SiteForm, TeamForm
from programs.people.models import Department, Site, Team
from programs.people.requests import PersonRequest
from programs.people.tables import DepartmentTable, SiteTable, TeamTable
from programs.people.views.doors import for_administrators

KINDS: dict[str, tuple[type[actions.Place], type[forms.ModelForm[actions.Place]]]] = {
    "department": (Department, DepartmentForm),
    "team": (Team, TeamForm),
    "site": (Site, SiteForm),
}
TITLES = {
    "department": (gettext_lazy("Add a department"), gettext_lazy("Change a department")),
    "team": (gettext_lazy("Add a team"), gettext_lazy("Change a team")),
    "site": (gettext_lazy("Add a site"), gettext_lazy("Change a site")),
}


@require_safe
@for_administrators
def places(request: PersonRequest) -> HttpResponse:
    """List departments, teams and sites."""
    tables = {
        "departments": DepartmentTable(queries.departments_with_counts()),
        "teams": TeamTable(queries.teams_with_counts()),
        "sites": SiteTable(queries.sites_with_counts()),
    }
    for table in tables.values():
        RequestConfig(request).configure(table)
    return render(request, "people/places.html", tables)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def add_place(request: PersonRequest, kind: str) -> HttpResponse:
    """Add a department, team or site."""
    if kind not in KINDS:
        raise Http404
    form = KINDS[kind][1](request.POST or None)
    if _saved(request, form):
        return redirect("people:places")
    return render(request, "people/place.html", {"form": form, "title": TITLES[kind][0]})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit_place(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Change a department, team or site."""
    if kind not in KINDS:
        raise Http404
    model, form_class = KINDS[kind]
    place: actions.Place = get_object_or_404(model, pk=pk)  # type: ignore[assignment]  # one of the three
    form = form_class(request.POST or None, instance=place)
    if _saved(request, form):
        return redirect("people:places")
    return render(request, "people/place.html", {"form": form, "title": TITLES[kind][1]})


def _saved(request: PersonRequest, form: forms.ModelForm[actions.Place]) -> bool:
    """Save what was typed when it is right; else the form says what isn't."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        actions.save_place(form.instance, by=request.user, at=timezone.now())
    except PersonRefused as refused:
        form.add_error(None, [str(refusal) for refusal in refused.refusals])
        return False
    messages.success(request, _("Saved."))
    return True
