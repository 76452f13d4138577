"""Pages of themes: the list with its figures, tagging one text after another, words that stand out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Program
from programs.journals import access, actions, agreement
from programs.journals import themes as reads
from programs.journals.forms import CodingForm, MergeThemeForm, ThemeForm
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def themes(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show how many people mention which theme, where two leads agree; add a theme."""
    program = _program(request, program_pk)
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_theme(program=program, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except actions.JournalRefused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("journals:themes", program_pk=program_pk)
    context = {
        "program": program,
        "form": form,
        "merge_form": _merge_form(program),
        "figures": reads.figures_of(program),
        "progress": reads.progress_of(program, request.user),
        "least_entries": agreement.LEAST_ENTRIES,
    }
    return render(request, "journals/themes.html", context)


@require_POST
def begin_themes(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Give the programme the start set."""
    actions.begin_themes(program=_program(request, program_pk), by=request.user, at=timezone.now())
    return redirect("journals:themes", program_pk=program_pk)


@require_POST
def merge_theme(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Make one theme part of another."""
    form = _merge_form(_program(request, program_pk), request.POST)
    if form.is_valid():
        try:
            actions.merge_theme(by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.JournalRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Choose two themes."))
    return redirect("journals:themes", program_pk=program_pk)


@require_http_methods(["GET", "POST"])
def coding(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Let a lead tag one text after another, without seeing what others said about it."""
    program = _program(request, program_pk)
    open_themes = program.themes.filter(merged_into=None)
    form = CodingForm(request.POST or None, themes=open_themes)
    if request.method == "POST" and form.is_valid():
        entry = reads.entry_of(program, form.cleaned_data["kind"], form.cleaned_data["entry"])
        if entry is None:
            raise Http404
        actions.code_entry(entry=entry, themes=form.cleaned_data["themes"], by=request.user, at=timezone.now())
        return redirect("journals:coding", program_pk=program_pk)
    entry = reads.next_entry(program, request.user)
    context = {
        "program": program,
        "form": form,
        "entry": entry,
        "kind": entry._meta.model_name if entry else "",
        "progress": reads.progress_of(program, request.user),
        "has_themes": open_themes.exists(),
    }
    return render(request, "journals/coding.html", context)


@require_GET
def keywords(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show words that stand out, as a hint which themes are missing. A person decides."""
    program = _program(request, program_pk)
    found = reads.keywords_of(program)
    lists = [
        (_("After a visit, rather than before"), found.after),
        (_("Before a visit, rather than after"), found.before),
        (_("Visitors, rather than hosts"), found.visitors),
        (_("Hosts, rather than visitors"), found.hosts),
    ]
    return render(request, "journals/keywords.html", {"program": program, "lists": lists})


def _program(request: PersonRequest, pk: int) -> Program:
    return get_object_or_404(access.programs_worked_on_by(request.user), pk=pk)


def _merge_form(program: Program, data: Any = None) -> MergeThemeForm:
    return MergeThemeForm(data, themes=program.themes.filter(merged_into=None))
