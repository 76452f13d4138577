"""Pages of surveys for those who run waves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.people.requests import PersonRequest
from programs.surveys import access, actions, audiences, label, queries, rules
from programs.surveys.choices import Side
from programs.surveys.forms import OpenForm, WaveForm, preview_form
from programs.surveys.models import LinkSalt, Wave
from programs.surveys.refused import SurveyRefused

# Those who run waves --------------------------------------------------------------------


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """List the waves of my programmes, with counts of answers in steps of five and never who."""
    led = access.programs_led_by(request.user)
    waves = list(queries.with_counts(access.waves_visible_to(request.user)).order_by("-pk"))
    for wave in waves:
        wave.shown_answers = rules.rounded_count(wave.answered)  # type: ignore[attr-defined]
    context = {"waves": waves, "programs": led, "led": {program.pk for program in led}, "today": timezone.localdate()}
    context["headed"] = queries.departments_released_to(request.user)
    return render(request, "surveys/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Prepare a wave. Nobody is told before it is opened."""
    program = get_object_or_404(access.programs_led_by(request.user), pk=program_pk)
    form = WaveForm(request.POST if request.method == "POST" else None, program=program)
    if request.method == "POST" and form.is_valid():
        at, plan = timezone.now(), dict(form.cleaned_data)
        instrument = actions.instrument_with_key(plan.pop("instrument"), by=request.user, at=at)
        wave = actions.draft_wave(program=program, instrument=instrument, by=request.user, at=at, **plan)
        return redirect("surveys:open", pk=wave.pk)
    return render(request, "surveys/create.html", {"form": form, "program": program})


@require_http_methods(["GET", "POST"])
def open(request: PersonRequest, pk: int) -> HttpResponse:  # noqa: A001
    """Show who would be asked and what it costs them, then send."""
    wave = get_object_or_404(access.waves_led_by(request.user).select_related("program", "instrument"), pk=pk)
    form = OpenForm(request.POST if request.method == "POST" else None)
    refused: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_wave(
                wave=wave, by=request.user, at=timezone.now(), today=timezone.localdate(), **form.cleaned_data
            )
        except SurveyRefused as refusal:
            refused = refusal.refusals
        else:
            messages.success(request, _("The wave is open. Everyone gets their own link by mail."))
            return redirect("surveys:index")
    context = _costs(wave) | {"wave": wave, "form": form, "refused": refused}
    return render(request, "surveys/open.html", context, status=409 if refused else 200)


def _costs(wave: Wave) -> dict[str, Any]:
    """Return whom a draft asks for how much, and what it promises them."""
    found = audiences.drawn(wave)
    thresholds = queries.thresholds_for(wave.program)
    minutes = rules.minutes(rules.questions_asked(wave.instrument.items.values("is_per_department")))
    return {
        "audience": audiences.table_of(found),
        "everyone": len(found.everyone),
        "people": len(found.invited),
        "minutes": minutes,
        "hours": round(len(found.invited) * minutes / 60),
        "burden": actions.burden_of(wave, found, at=timezone.now()),
        "label": label.shown_label(label.frozen_label(thresholds.score, thresholds.item)),
    }


@require_http_methods(["GET", "POST"])
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask once more, then end the wave and release its figures."""
    wave = get_object_or_404(queries.with_counts(access.waves_led_by(request.user)), pk=pk)
    refused: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            actions.close_wave(wave=wave, by=request.user, at=timezone.now())
        except SurveyRefused as refusal:
            refused = refusal.refusals
        else:
            messages.success(request, _("The wave is closed and its figures are released."))
            return redirect("surveys:results", pk=pk)
    context = {"wave": wave, "refused": refused, "shown_answers": rules.rounded_count(getattr(wave, "answered", 0))}
    return render(request, "surveys/close.html", context, status=409 if refused else 200)


@require_POST
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    wave = get_object_or_404(access.waves_led_by(request.user), pk=pk)
    try:
        actions.discard_wave(wave=wave, by=request.user, at=timezone.now())
    except SurveyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("surveys:index")


@require_GET
def preview(request: PersonRequest, pk: int, side: str) -> HttpResponse:
    """Show the questionnaire as one side reads it."""
    wave = get_object_or_404(access.waves_led_by(request.user).select_related("program", "instrument"), pk=pk)
    items = wave.frozen.get("items") or queries.frozen_items(wave.instrument)
    thresholds = queries.thresholds_for(wave.program)
    stored = wave.frozen.get("label") or label.frozen_label(thresholds.score, thresholds.item)
    context = {"wave": wave, "form": preview_form(items, side), "label": label.shown_label(stored)}
    return render(request, "surveys/preview.html", context | {"side": Side(side).label, "sides": Side})


@require_GET
def linking(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Say how answers of one person are joined over waves, and whether they still can be."""
    program = get_object_or_404(access.programs_asking(request.user), pk=program_pk)
    context = {
        "program": program,
        "salt": LinkSalt.objects.filter(program=program).first(),
        "waves": queries.waves_sent(program),
        "is_lead": access.programs_led_by(request.user).filter(pk=program.pk).exists(),
    }
    return render(request, "surveys/linking.html", context)
