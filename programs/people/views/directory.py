"""The directory and one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from programs.people import access, actions, documents, queries
from programs.people.actions import PersonRefused
from programs.people.filters import PersonFilter
from programs.people.forms import PersonForm
from programs.people.models import Person
from programs.people.requests import PersonRequest
from programs.people.tables import PersonTable
from programs.people.views.doors import for_administrators, for_readers_of_the_directory

PEOPLE_A_PAGE = 50


@require_safe
@for_readers_of_the_directory
def index(request: PersonRequest) -> HttpResponse:
    """List the people whom the reader may see."""
    chosen = PersonFilter(request.GET, queryset=queries.in_full(access.people_visible_to(request.user)))
    table = PersonTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PEOPLE_A_PAGE}).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "count": table.paginator.count,
        "may_manage": access.may_manage_people(request.user),
        "without_department": queries.people_without_department(),
    }
    return render(request, "people/index.html", context)


@require_safe
@for_readers_of_the_directory
def export(request: PersonRequest) -> HttpResponse:
    """Answer with the people of the directory, as filtered, as a CSV file."""
    chosen = PersonFilter(request.GET, queryset=queries.in_full(access.people_visible_to(request.user)))
    content = documents.people_csv(chosen.qs.order_by("name", "pk"))
    headers = {"Content-Disposition": 'attachment; filename="people.csv"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one person."""
    row = get_object_or_404(queries.in_full(access.people_visible_to(request.user)), pk=pk)
    context = {
        "person": row,
        "reports": queries.reports_of(row).select_related("department"),
        "may_manage": access.may_manage_people(request.user),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def add_person(request: PersonRequest) -> HttpResponse:
    """Make an account by hand."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_person(fields=form.person_fields, by=request.user, at=timezone.now())
        except PersonRefused as refused:
            form.add_error(None, [str(refusal) for refusal in refused.refusals])
        else:
            messages.success(request, _("%(name)s can sign in now, by a link in a mail.") % {"name": row.name})
            return redirect("people:person", row.pk)
    return render(request, "people/add_person.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is known of a person."""
    row = get_object_or_404(Person.objects.select_related("manager"), pk=pk)
    form = PersonForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(row, fields=form.person_fields, by=request.user, at=timezone.now())
        except PersonRefused as refused:
            form.add_error(None, [str(refusal) for refusal in refused.refusals])
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", row.pk)
    return render(request, "people/edit_person.html", {"form": form, "person": row})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def deactivate_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask whether an account should end, and end it."""
    row = get_object_or_404(Person, pk=pk, is_active=True)
    if request.method == "POST":
        try:
            actions.deactivate_person(row, by=request.user, at=timezone.now())
        except PersonRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The account of %(name)s has ended.") % {"name": row.name})
        return redirect("people:person", row.pk)
    return render(request, "people/deactivate_person.html", {"person": row})


@require_POST
@for_administrators
def reactivate_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Open an ended account again."""
    row = get_object_or_404(Person, pk=pk, is_active=False)
    actions.reactivate_person(row, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": row.name})
    return redirect("people:person", row.pk)
