"""The page that takes a survey tool's export: choose the file, map its columns, look, apply."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from programs.core.refusals import RuleBroken
from programs.people.requests import PersonRequest
from programs.surveys import access, importing, raw
from programs.surveys.forms import ExportForm, MappingForm
from programs.surveys.models import Wave


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def import_answers(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the raw answers of a wave that is collected elsewhere, in three steps on one address."""
    waves = access.waves_led_by(request.user).filter(is_elsewhere=True)
    wave = get_object_or_404(waves.select_related("program", "instrument"), pk=pk)
    if request.method == "GET":
        return _page(request, wave, {"form": ExportForm()})
    if "kept" in request.POST:
        return _mapped(request, wave)
    form = ExportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, wave, {"form": form}, status=422)
    try:
        content = form.cleaned_data["file"].read()
        export = importing.export_of(content)
        kept = importing.sealed(content, wave, request.user)
    except RuleBroken as refused:
        form.add_error("file", str(refused))
        return _page(request, wave, {"form": form}, status=422)
    mapping = MappingForm(export=export, items=_items(wave), guessed=raw.mapping_guessed(export, _items(wave)))
    return _page(request, wave, {"mapping": mapping, "kept": kept, "export": export})


def _mapped(request: PersonRequest, wave: Wave) -> HttpResponse:
    """Check a mapping, and apply it where that was asked for and nothing stands against it."""
    try:
        export = importing.export_of(importing.unsealed(request.POST["kept"], wave, request.user))
    except RuleBroken as refused:
        form = ExportForm()
        return _page(request, wave, {"form": form, "refused": refused.refusals}, status=422)
    mapping = MappingForm(request.POST, export=export, items=_items(wave))
    context: dict[str, Any] = {"mapping": mapping, "kept": request.POST["kept"], "export": export}
    if not mapping.is_valid():
        return _page(request, wave, context, status=422)
    plan = importing.planned(wave, export, mapping.chosen)
    if "apply" in request.POST and not plan.problems:
        try:
            count = importing.import_answers(
                wave=wave,
                export=export,
                mapping=mapping.chosen,
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except RuleBroken as refused:
            return _page(request, wave, context | {"refused": refused.refusals}, status=409)
        messages.success(
            request, ngettext("%(n)s answer was taken.", "%(n)s answers were taken.", count) % {"n": count}
        )
        return redirect("surveys:index")
    context |= {"plan": plan, "problems": plan.problems[: raw.MOST_PROBLEMS], "left_out": mapping.left_out}
    return _page(request, wave, context, status=422 if plan.problems else 200)


def _items(wave: Wave) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = wave.frozen.get("items", [])
    return items


def _page(request: PersonRequest, wave: Wave, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    is_open = wave.state == "open"
    return render(request, "surveys/import_answers.html", context | {"wave": wave, "is_open": is_open}, status=status)
