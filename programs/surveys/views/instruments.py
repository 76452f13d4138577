"""Questionnaires: those that ship, and a programme's own, which its lead words anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programs.cohorts.models import Program
from programs.core.refusals import RuleBroken
from programs.people.models import Person
from programs.people.requests import PersonRequest
from programs.surveys import access, authoring, papers, queries, wordings
from programs.surveys.choices import ItemScale, Side
from programs.surveys.forms import CopyForm, ItemForm, PaperForm, preview_form
from programs.surveys.instruments import SHIPPED
from programs.surveys.models import Instrument


def _title_of(person: Person, key: str) -> tuple[str, Instrument | None]:
    """Return a questionnaire's title and its row, if it has one; 404 for what a person may not read."""
    if not access.programs_led_by(person).exists():
        raise Http404
    installed = access.instruments_visible_to(person).filter(key=key).select_related("program").first()
    if installed is not None:
        return _(installed.title), installed
    shipped = authoring.shipped_with_key(key)
    if shipped is None:
        raise Http404
    return _(shipped.title), None


@require_GET
def instruments(request: PersonRequest) -> HttpResponse:
    """List the questionnaires that ship and those of my programmes."""
    led = access.programs_led_by(request.user)
    if not led.exists():
        raise Http404
    own = access.instruments_visible_to(request.user).filter(program__isnull=False).select_related("program")
    shipped = [(one.key, _(one.title), len(one.items)) for one in SHIPPED]
    return render(request, "surveys/instruments.html", {"own": own.order_by("title"), "shipped": shipped})


@require_GET
def instrument(request: PersonRequest, key: str) -> HttpResponse:
    """Show a questionnaire as both sides read it."""
    title, row = _title_of(request.user, key)
    items = queries.items_of(key)
    for item in items:
        item["it"], item["business"] = wordings.shown(item, "it"), wordings.shown(item, "business")
        item["scale_label"] = ItemScale(item["scale"]).label
    context = {"title": title, "key": key, "items": items, "is_own": row is not None and row.program_id is not None}
    return render(request, "surveys/instrument.html", context)


@require_GET
def preview_instrument(request: PersonRequest, key: str, side: str) -> HttpResponse:
    """Show the form as one side fills it in."""
    title, _row = _title_of(request.user, key)
    form = preview_form(queries.items_of(key), side)
    context = {"title": title, "key": key, "form": form, "side": Side(side).label, "sides": Side}
    return render(request, "surveys/preview_instrument.html", context)


@require_http_methods(["GET", "POST"])
def copy_instrument(request: PersonRequest, key: str) -> HttpResponse:
    """Make a programme's own copy, which can be worded anew."""
    title, row = _title_of(request.user, key)
    programs = access.programs_led_by(request.user)
    form = CopyForm(request.POST or None, programs=programs, initial={"title": title})
    if request.method == "POST" and form.is_valid():
        family = (row.family if row else "") or key
        return _written(
            request, form.cleaned_data["program"], form.cleaned_data["title"], queries.items_of(key), family
        )
    return render(request, "surveys/copy_instrument.html", {"form": form, "title": title, "key": key})


def _written(
    request: PersonRequest, program: Program, title: str, items: list[dict[str, object]], family: str
) -> HttpResponse:
    made = authoring.write_instrument(
        program=program, title=title, items=items, family=family, by=request.user, at=timezone.now()
    )
    messages.success(request, _("The questionnaire is yours to change."))
    return redirect("surveys:instrument", key=made.key)


@require_http_methods(["GET", "POST"])
def edit_item(request: PersonRequest, pk: int) -> HttpResponse:
    """Word one item anew, told which trend that breaks."""
    item = get_object_or_404(access.items_editable_by(request.user).select_related("instrument"), pk=pk)
    form = ItemForm(request.POST if request.method == "POST" else None, item=item)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in ("text_it", "text_business")}
        authoring.rewrite_item(item=item, **texts, translations=form.translations, by=request.user, at=timezone.now())
        messages.success(request, _("The item is saved."))
        return redirect("surveys:instrument", key=item.instrument.key)
    context = {"form": form, "item": item, "asked": queries.waves_that_asked(item)}
    return render(request, "surveys/edit_item.html", context)


@require_GET
def export_instrument(request: PersonRequest, key: str, kind: str) -> HttpResponse:
    """Give a questionnaire as a file that can be imported again."""
    title, _row = _title_of(request.user, key)
    items = queries.items_of(key)
    content = papers.as_json(title, items) if kind == "json" else papers.as_csv(items)
    types = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
    response = HttpResponse(content, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(key)}.{kind}"'
    return response


@require_http_methods(["GET", "POST"])
def import_instrument(request: PersonRequest) -> HttpResponse:
    """Make a programme's own questionnaire out of a file, or list what is wrong with it."""
    programs = access.programs_led_by(request.user)
    if not programs.exists():
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None, programs=programs)
    problems: list[object] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            paper = papers.read(file.read(), file.name)
        except RuleBroken as refused:
            problems = list(refused.refusals)
        else:
            problems = list(paper.problems)
            title = form.cleaned_data["title"] or paper.title or file.name[:120]
            if not problems:
                return _written(request, form.cleaned_data["program"], title, paper.items, "")
    status = 422 if problems or form.errors else 200
    return render(request, "surveys/import_instrument.html", {"form": form, "refused": problems}, status=status)
