"""Pages of cards: cutting one, who may read it, and all that were opened to me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.journals import access, actions, queries
from programs.journals.choices import InsightKind, Visibility
from programs.journals.forms import AudienceForm, InsightForm
from programs.journals.models import Reflection
from programs.journals.views.writing import visit_and_section
from programs.people.requests import PersonRequest

MOST_SHOWN = 200
LONGEST_CARD = 500


@require_GET
def insights(request: PersonRequest) -> HttpResponse:
    """Show the cards I cut, and those that others opened to me, of one kind if I like."""
    wanted = request.GET.get("kind", "")
    kind = InsightKind(wanted) if wanted in InsightKind.values else None
    rows = access.insights_visible_to(request.user)
    context = {
        "kinds": InsightKind.choices,
        "kind": kind,
        "mine": access.insights_of(request.user),
        "others": (rows.filter(kind=kind) if kind else rows).exclude(reflection__author=request.user)[:MOST_SHOWN],
        "programs": access.programs_worked_on_by(request.user),
        "heard": access.programs_heard_by(request.user),
    }
    return render(request, "journals/insights.html", context)


@require_http_methods(["GET", "POST"])
def cut_insight(request: PersonRequest, visit_pk: int, section: str) -> HttpResponse:
    """Cut a card from my own text; who would read it is shown before it is there."""
    row, part = visit_and_section(request, visit_pk, section)
    reflection = get_object_or_404(Reflection, visit=row, author=request.user, section=part)
    text = queries.text_for_author(reflection)
    initial = {"words": text[:LONGEST_CARD], "visibility": int(Visibility.LEAD)}
    form = InsightForm(request.POST or None, initial=initial)
    readers = []
    if request.method == "POST" and form.is_valid():
        card = {name: form.cleaned_data[name] for name in ("words", "kind", "visibility")}
        readers = queries.readers_of(reflection, card["visibility"])
        try:
            if form.cleaned_data["is_sure"]:
                actions.cut_insight(reflection=reflection, by=request.user, at=timezone.now(), **card)
                messages.success(request, _("The card is cut. Your text stays as it is."))
                return redirect(reverse("journals:visit", args=[visit_pk]) + f"#{part}")
            actions.check_words(reflection=reflection, words=card["words"])
        except actions.JournalRefused as refused:
            form.add_error("words", str(refused))
    context = {"visit": row, "section": part, "form": form, "text": text, "readers": [] if form.errors else readers}
    return render(request, "journals/cut_insight.html", context)


@require_http_methods(["GET", "POST"])
def insight(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a card of mine and change who may read it; narrowing takes effect at once."""
    card = get_object_or_404(access.insights_of(request.user), pk=pk)
    form = AudienceForm(request.POST or None, initial={"visibility": card.visibility})
    readers = []
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["visibility"]
        if wanted <= card.visibility or form.cleaned_data["is_sure"]:
            actions.open_insight(insight=card, visibility=wanted, by=request.user, at=timezone.now())
            messages.success(request, _("Readable now: %(who)s.") % {"who": wanted.label})
            return redirect("journals:insights")
        readers = queries.readers_of(card.reflection, wanted)
    return render(request, "journals/insight.html", {"card": card, "form": form, "readers": readers})


@require_POST
def take_back_insight(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete a card of mine for good."""
    card = get_object_or_404(access.insights_of(request.user), pk=pk)
    actions.take_back_insight(insight=card, by=request.user, at=timezone.now())
    messages.success(request, _("The card is gone, from every list and count."))
    return redirect("journals:insights")
