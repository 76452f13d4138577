"""Pages on which a journal is written, opened and closed."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.journals import access, actions, queries
from programs.journals.choices import JournalRefusal, QuoteState, Section, Visibility
from programs.journals.forms import OpenForm, PhotoForm, SectionForm
from programs.journals.models import Reflection
from programs.journals.rules import PHOTO_MEGABYTES
from programs.people.requests import PersonRequest
from programs.visits.models import Visit


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """List my visits to write about, and search my own words."""
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "words": words,
        "found": queries.search_own(request.user, words) if words else [],
        "shared": queries.search_shared(request.user, words)[:50] if words else [],
        "visits": access.visits_to_write_about(request.user),
        "waiting": {row.pk for row in queries.visits_awaiting_reflection(request.user, on=timezone.localdate())},
    }
    return render(request, "journals/mine.html", context)


@require_GET
def shared(request: PersonRequest) -> HttpResponse:
    """Show what others opened to me."""
    context = {
        "reflections": queries.shared_with(request.user)[:200],
        "quotable": set(access.reflections_quotable_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "journals/shared.html", context)


@require_GET
def visit(request: PersonRequest, visit_pk: int) -> HttpResponse:
    """Show my journal of one visit, and what the other side opened to me."""
    row = get_object_or_404(access.visits_to_write_about(request.user), pk=visit_pk)
    return render(request, "journals/visit.html", _journal(request, row))


@require_POST
def write(request: PersonRequest, visit_pk: int, section: str) -> HttpResponse:
    """Keep a section as it is typed (autosave), or when its button is pressed."""
    row, part = visit_and_section(request, visit_pk, section)
    form = SectionForm(request.POST)
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    problem, status = "", 200
    try:
        seen = form.cleaned_data["version"] if form.is_valid() else 0
        actions.write_section(
            visit=row, section=part, text=typed, seen_version=seen, by=request.user, at=timezone.now()
        )
    except actions.JournalRefused as refused:
        problem, status = str(refused), 409
    context = _journal(request, row)
    if problem:
        context["pages"] = [_with_typed(page, part, typed) for page in context["pages"]]
        context |= {"problem": problem, "problem_section": part, "other_text": _stored(row, request, part)}
    if request.htmx:  # type: ignore[attr-defined]
        page = next(page for page in context["pages"] if page.section == part)
        answer = {"page": page, "visit": row, "problem": problem, "saved_at": timezone.now()}
        return render(request, "journals/saved.html", answer)
    if not problem:
        messages.success(request, _("Saved."))
        return redirect("journals:visit", visit_pk=visit_pk)
    return render(request, "journals/visit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def open_section(request: PersonRequest, visit_pk: int, section: str) -> HttpResponse:
    """Show who would read a section before opening it; narrowing takes effect at once."""
    row, part = visit_and_section(request, visit_pk, section)
    reflection = get_object_or_404(Reflection, visit=row, author=request.user, section=part)
    form = OpenForm(request.POST or None, initial={"visibility": reflection.visibility})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["visibility"]
        if wanted <= reflection.visibility or form.cleaned_data["is_sure"]:
            actions.open_section(reflection=reflection, visibility=wanted, by=request.user, at=timezone.now())
            messages.success(request, _("Readable now: %(who)s.") % {"who": Visibility(wanted).label})
            _warn_of_cards(request, reflection, wanted)
            return redirect("journals:visit", visit_pk=visit_pk)
    wanted = form.cleaned_data.get("visibility") if form.is_bound and form.is_valid() else None
    context = {
        "visit": row,
        "section": part,
        "form": form,
        "wanted": wanted,
        "text": queries.text_for_author(reflection),
        "readers": queries.readers_of(reflection, wanted) if wanted else [],
    }
    return render(request, "journals/open_section.html", context)


@require_POST
def add_photo(request: PersonRequest, visit_pk: int, section: str) -> HttpResponse:
    """Keep a photo with a section."""
    row, part = visit_and_section(request, visit_pk, section)
    reflection = Reflection.objects.filter(visit=row, author=request.user, section=part).first()
    form = PhotoForm(request.POST, request.FILES)
    if reflection is None:
        messages.error(request, JournalRefusal.WRITE_FIRST.label)
    elif not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        _keep_photo(request, reflection, form)
    return redirect(reverse("journals:visit", args=[visit_pk]) + f"#{part}")


def _keep_photo(request: PersonRequest, reflection: Reflection, form: PhotoForm) -> None:
    content = form.cleaned_data["photo"].read(PHOTO_MEGABYTES * 1_000_000 + 1)
    description = form.cleaned_data["description"]
    try:
        actions.add_photo(
            reflection=reflection, content=content, description=description, by=request.user, at=timezone.now()
        )
    except actions.JournalRefused as refused:
        messages.error(request, str(refused))


@require_GET
def photo(request: PersonRequest, pk: int) -> HttpResponse:
    """Send a photo to those who may read its section. Nothing on the way keeps a copy."""
    row = get_object_or_404(access.photos_visible_to(request.user), pk=pk)
    answer = HttpResponse(queries.jpeg_of(row), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def remove_photo(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete a photo for good."""
    row = get_object_or_404(access.photos_of(request.user), pk=pk)
    visit_pk, section = row.reflection.visit_id, row.reflection.section
    actions.remove_photo(photo=row, by=request.user, at=timezone.now())
    messages.success(request, _("The photo is gone."))
    return redirect(reverse("journals:visit", args=[visit_pk]) + f"#{section}")


def visit_and_section(request: PersonRequest, visit_pk: int, section: str) -> tuple[Visit, Section]:
    """Load a visit that the reader writes about, and one of their own parts of it; raises Http404."""
    row = get_object_or_404(access.visits_to_write_about(request.user), pk=visit_pk)
    if section not in access.sections_of(request.user, row):
        raise Http404
    return row, Section(section)


def _warn_of_cards(request: PersonRequest, reflection: Reflection, wanted: Visibility) -> None:
    """Say, after a part was closed, how many cards and quotes from it others can still read."""
    still_open = reflection.insights.filter(visibility__gt=wanted).count()
    still_open += reflection.quotes.filter(state=QuoteState.CONSENTED).count() if wanted < Visibility.QUOTABLE else 0
    if still_open:
        warning = ngettext(
            "%(number)s card or quote from this part has readers of its own and stays open. Look at it.",
            "%(number)s cards or quotes from this part have readers of their own and stay open. Look at them.",
            still_open,
        )
        messages.warning(request, warning % {"number": still_open})


def _journal(request: PersonRequest, row: Visit) -> dict[str, Any]:
    return {
        "visit": row,
        "pages": queries.own_pages(row, request.user, timezone.localdate()),
        "others": queries.shared_with(request.user).filter(visit=row),
    }


def _with_typed(page: queries.Page, part: Section, typed: str) -> queries.Page:
    return replace(page, text=typed) if page.section == part else page


def _stored(row: Visit, request: PersonRequest, part: Section) -> str:
    stored = Reflection.objects.filter(visit=row, author=request.user, section=part).first()
    return queries.text_for_author(stored) if stored else ""
