"""Pages of quotes: an author's own, asking for one, and choosing what a report prints."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Cohort
from programs.journals import access, actions, queries, themes, voices
from programs.journals.choices import Destination, QuoteState, Visibility
from programs.journals.forms import ChoiceForm, ConsentForm, QuoteForm
from programs.journals.models import Quote, Reflection
from programs.journals.views.writing import visit_and_section
from programs.people.requests import PersonRequest


@require_GET
def quotes(request: PersonRequest) -> HttpResponse:
    """Show which of my words may be printed, and who asks for some."""
    rows = access.quotes_of(request.user).exclude(text="")
    context = {"quotes": rows, "cohorts": access.cohorts_worked_on_by(request.user)}
    return render(request, "journals/quotes.html", context)


@require_http_methods(["GET", "POST"])
def quote(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one quote to its author or a lead, who may change it; a lead's change asks the author again."""
    mine = access.quotes_of(request.user).filter(pk=pk).first()
    row = mine or get_object_or_404(access.quotes_led_by(request.user).exclude(text=""), pk=pk)
    initial = {name: getattr(row, name) for name in ("attribution", "destination", "tone")} | {"words": row.text}
    form = QuoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword_quote(quote=row, wording=form.wording(), by=request.user, at=timezone.now())
        except actions.JournalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved.") if mine else _("Saved. The author is asked again."))
            return redirect("journals:quote", pk=pk)
    return render(request, "journals/quote.html", {"quote": row, "form": form, "is_mine": mine is not None})


@require_POST
def consent(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the author's yes to the words and terms on their screen."""
    row = get_object_or_404(access.quotes_of(request.user).exclude(text=""), pk=pk)
    form = ConsentForm(request.POST)
    seen = form.cleaned_data if form.is_valid() else {"seen_text": "", "seen_terms": ""}
    seen["seen_text"] = seen.get("seen_text", "").replace("\r\n", "\n")
    try:
        actions.consent_to_quote(quote=row, by=request.user, at=timezone.now(), **seen)
    except actions.JournalRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. You can take it back until it is printed."))
    return redirect("journals:quote", pk=pk)


@require_POST
def withhold(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the author's no, or take their yes back."""
    row = get_object_or_404(access.quotes_of(request.user), pk=pk)
    try:
        actions.withhold_quote(quote=row, by=request.user, at=timezone.now())
    except actions.JournalRefused as refused:
        messages.error(request, str(refused))
        return redirect("journals:quote", pk=pk)
    messages.success(request, _("The words are deleted and will not be printed."))
    return redirect("journals:quotes")


@require_http_methods(["GET", "POST"])
def offer_quote(request: PersonRequest, visit_pk: int, section: str) -> HttpResponse:
    """Let me give words of mine to a report."""
    row, part = visit_and_section(request, visit_pk, section)
    reflection = get_object_or_404(Reflection, visit=row, author=request.user, section=part)
    text = queries.text_for_author(reflection)
    form = QuoteForm(request.POST or None, initial={"words": text[:400], "attribution": "role"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_quote(reflection=reflection, wording=form.wording(), by=request.user, at=timezone.now())
        except actions.JournalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. You can take it back until it is printed."))
            return redirect(reverse("journals:visit", args=[visit_pk]) + f"#{part}")
    context = {"visit": row, "section": part, "form": form, "texts": [text], "is_mine": True}
    return render(request, "journals/offer_quote.html", context)


@require_http_methods(["GET", "POST"])
def ask_quote(request: PersonRequest, reflection_pk: int) -> HttpResponse:
    """Let a lead ask an author for words that the lead may read."""
    reflection = get_object_or_404(access.reflections_quotable_by(request.user), pk=reflection_pk)
    texts = [card.text for card in reflection.insights.filter(visibility__gte=Visibility.LEAD)]
    texts = [reflection.text, *texts] if reflection.visibility >= Visibility.LEAD else texts
    form = QuoteForm(request.POST or None, initial={"words": texts[0][:400], "attribution": "role"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_quote(reflection=reflection, wording=form.wording(), by=request.user, at=timezone.now())
        except actions.JournalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The author is asked. Nothing is quoted before their yes."))
            return redirect("journals:shared")
    context = {"visit": reflection.visit, "form": form, "texts": texts, "author": reflection.author}
    return render(request, "journals/offer_quote.html", context)


@require_http_methods(["GET", "POST"])
def choose_quotes(request: PersonRequest, cohort_pk: int, destination: str) -> HttpResponse:
    """Let a lead choose, by theme, what a report prints; at least one quote is critical."""
    cohort = get_object_or_404(access.cohorts_worked_on_by(request.user), pk=cohort_pk)
    if destination not in Destination.values:
        raise Http404
    rows = access.quotes_led_by(request.user).filter(reflection__visit__cohort=cohort, destination=destination)
    form = ChoiceForm(request.POST or None, quotes=rows.exclude(text=""))
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["quotes"])
        try:
            actions.choose_quotes(
                cohort=cohort, destination=Destination(destination), quotes=chosen, by=request.user, at=timezone.now()
            )
        except actions.JournalRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Chosen. The report says who chose."))
            return redirect("journals:choose_quotes", cohort_pk=cohort_pk, destination=destination)
    return render(request, "journals/choose_quotes.html", _choice(cohort, Destination(destination), form, rows))


def _choice(cohort: Cohort, destination: Destination, form: ChoiceForm, rows: Any) -> dict[str, Any]:
    found = list(rows.exclude(text="").prefetch_related("reflection__codings__themes__merged_into"))
    ticked = {str(pk) for pk in form.data.getlist("quotes")} if form.is_bound else None  # type: ignore[attr-defined]
    return {
        "cohort": cohort,
        "destination": destination,
        "destinations": Destination.choices,
        "form": form,
        "quotes": [_shown(row, ticked) for row in found],
        "asked": sum(row.state == QuoteState.ASKED for row in found),
        "voices": voices.voices_of(cohort, destination),
        "themes": themes.shares_of(cohort),
    }


def _shown(row: Quote, ticked: set[str] | None) -> tuple[Quote, list[str], bool]:
    is_ticked = row.chosen_by_id is not None if ticked is None else str(row.pk) in ticked
    return row, themes.theme_names(row.reflection.codings.all()), is_ticked
