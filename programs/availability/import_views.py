"""Pages of change-freeze calendars and on-call rosters: read a file, look at every row, keep it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.availability import access, importing
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import ImportKind
from programs.availability.import_forms import ImportForm
from programs.availability.importing import Plan
from programs.availability.models import ImportedCalendar
from programs.people.requests import PersonRequest


@require_GET
def imported(request: PersonRequest) -> HttpResponse:
    """List the calendars that I may read anew."""
    if not access.may_close_anything(request.user):
        raise Http404
    rows = access.imported_calendars_editable_by(request.user)
    return render(request, "availability/imported.html", {"calendars": rows, "kinds": ImportKind})


@require_http_methods(["GET", "POST"])
def import_calendar(request: PersonRequest, kind: str) -> HttpResponse:
    """Read a calendar for the first time."""
    if kind not in ImportKind.values or not access.may_close_anything(request.user):
        raise Http404
    return _import(request, kind, None)


@require_http_methods(["GET", "POST"])
def read_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Read a newer file of a calendar; it replaces all that came from the one before."""
    row = get_object_or_404(access.imported_calendars_editable_by(request.user), pk=pk)
    return _import(request, row.kind, row)


def _import(request: PersonRequest, kind: str, row: ImportedCalendar | None) -> HttpResponse:
    me, at = request.user, timezone.now()
    form = ImportForm(request.POST or None, request.FILES or None, instance=row, person=me, kind=kind)
    plan: Plan | None = None
    if request.method == "POST" and form.is_valid():
        try:
            content, address = form.content(), form.cleaned_data["address"]
            if content is not None:
                plan = importing.plan_for(described=form.described(), content=content, by=me, at=at)
            elif address and not form.cleaned_data["plan"]:
                plan = importing.plan_from(described=form.described(), address=address, by=me, at=at)
            else:
                plan = importing.opened(form.cleaned_data["plan"], me)
                kept = importing.keep_calendar(
                    calendar=ImportedCalendar.objects.get(pk=row.pk) if row else None,
                    described=form.described(),
                    plan=plan,
                    leaves_out=form.cleaned_data["leaves_out"],
                    by=me,
                    at=at,
                )
                messages.success(request, _("“%(name)s” is read.") % {"name": kept.name})
                return redirect("availability:imported")
        except AvailabilityRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, str(refusal))
    sealed = importing.sealed(plan, me) if plan else ""
    context = {"form": form, "plan": plan, "kind": ImportKind(kind), "sealed": sealed}
    return render(request, "availability/import_calendar.html", context)


@require_POST
def drop_calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a calendar away, with all that came from it."""
    row = get_object_or_404(access.imported_calendars_editable_by(request.user), pk=pk)
    importing.drop_calendar(calendar=row, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” and all its times are deleted.") % {"name": row.name})
    return redirect("availability:imported")
