"""Named reads of the journals room."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext

from programs.gateways.seal import unseal, unseal_bytes
from programs.journals import access, rules
from programs.journals.choices import AFTER_SECTIONS, Section, Visibility
from programs.journals.models import Insight, Photo, Quote, Reflection
from programs.journals.prompts import more_prompts_for, prompts_for
from programs.people.models import Person
from programs.visits.choices import VisitState
from programs.visits.models import Visit


@dataclass(frozen=True)
class Page:
    """One section as its author sees it."""

    section: Section
    prompts: list[str]
    text: str
    visibility: Visibility
    version: int
    refusal: str
    """Why it can't be written yet; empty when it can."""
    more_prompts: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    cards: list[Insight] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


def seal_context(reflection: Reflection) -> str:
    """Return what binds a sealed text to its author and row."""
    return f"journal:{reflection.author_id}:{reflection.seal_id}"


def text_for_author(reflection: Reflection) -> str:
    """Return a section's text, unsealed. Only ever called for its author."""
    return unseal(bytes(reflection.sealed), seal_context(reflection)) if reflection.sealed else reflection.text


def photo_context(photo: Photo) -> str:
    """Return what binds a sealed photo to its place."""
    return f"photo:{photo.seal_id}"


def jpeg_of(photo: Photo) -> bytes:
    """Return a photo, unsealed. Only ever called for those who may read its section."""
    return unseal_bytes(bytes(photo.sealed), photo_context(photo))


def own_pages(visit: Visit, author: Person, today: date) -> list[Page]:
    """Return the author's sections of a visit, written or not, in their order. Four queries."""
    rows = Reflection.objects.filter(visit=visit, author=author).prefetch_related(
        Prefetch("photos", Photo.objects.defer("sealed")),
        "insights",
        Prefetch("quotes", Quote.objects.exclude(text="")),
    )
    written = {row.section: row for row in rows}
    return [_page(section, visit, written.get(section), today) for section in access.sections_of(author, visit)]


def shared_with(person: Person) -> QuerySet[Reflection]:
    """Sections that others opened to `person`, newest first."""
    return (
        access.reflections_visible_to(person)
        .exclude(author=person)
        .exclude(text="")
        .select_related("author", "visit__department", "visit__visitor")
        .prefetch_related(Prefetch("photos", Photo.objects.defer("sealed")))
        .order_by("-changed_at", "-id")
    )


def search_shared(person: Person, words: str) -> QuerySet[Reflection]:
    """Return sections that others opened to `person` and that hold all the words, newest first.

    Shared text is plain in the database, which does the search.
    """
    found = shared_with(person)
    for word in words.split():
        found = found.filter(text__icontains=word)
    return found


def search_own(person: Person, words: str) -> list[tuple[Reflection, str]]:
    """Return the author's own sections that hold all the words, with their text, newest first.

    Private text is unsealed in memory and compared here; the database never sees it.
    """
    wanted = words.casefold().split()
    rows = Reflection.objects.filter(author=person).select_related("visit__department").order_by("-changed_at", "-id")
    texts = [(row, text_for_author(row)) for row in rows]
    return [(row, text) for row, text in texts if text and all(word in text.casefold() for word in wanted)]


def readers_of(reflection: Reflection, visibility: Visibility) -> list[str]:
    """Name the circles that would read a section at a level, for the preview before widening."""
    visit = reflection.visit
    offering = visit.day.offering
    other_side = [offering.contact, offering.deputy] if visit.visitor_id == reflection.author_id else [visit.visitor]
    circles = [person.name for person in other_side if person and person.pk != reflection.author_id]
    if visibility >= Visibility.LEAD:
        circles.append(gettext("The leads of %(program)s") % {"program": visit.cohort.program.name})
    if visibility >= Visibility.PARTICIPANTS:
        circles.append(gettext("All visitors and hosts of %(cohort)s") % {"cohort": visit.cohort.name})
    if visibility >= Visibility.QUOTABLE:
        circles.append(gettext("Readers of the programme's reports, if it is quoted"))
    return circles if visibility else []


def visits_awaiting_reflection(person: Person, *, on: date) -> list[Visit]:
    """Attended visits about which `person`, visitor or host, has not written anything since."""
    attended = access.visits_to_write_about(person).filter(
        state__in=[VisitState.ATTENDED, VisitState.DEBRIEFED], on__lte=on
    )
    written = set(
        Reflection.objects.filter(author=person, section__in=AFTER_SECTIONS).values_list("visit_id", flat=True)
    )
    return [visit for visit in attended if visit.pk not in written]


def _page(section: Section, visit: Visit, row: Reflection | None, today: date) -> Page:
    refusals = rules.opening_refusals(section, state=VisitState(visit.state), visited_on=visit.on, today=today)
    return Page(
        section=section,
        prompts=prompts_for(section, department=visit.department.name),
        text=text_for_author(row) if row else "",
        visibility=Visibility(row.visibility) if row else Visibility.PRIVATE,
        version=row.version if row else 0,
        refusal=" ".join(str(refusal) for refusal in refusals),
        more_prompts=more_prompts_for(section),
        photos=list(row.photos.all()) if row else [],
        cards=list(row.insights.all()) if row else [],
        quotes=list(row.quotes.all()) if row else [],
    )
