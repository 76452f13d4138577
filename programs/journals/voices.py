"""Quotes as reports print them: consented, chosen, and attributed no more closely than is safe."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.cohorts.models import Cohort, Enrollment
from programs.hosting.models import Offering
from programs.journals import rules
from programs.journals.choices import Attribution, Destination, QuoteState, QuoteTone
from programs.journals.models import Quote
from programs.people.models import Department, Person


@dataclass(frozen=True)
class Voice:
    """One quote: its exact words, whose they are as far as that may be said (may be empty), and its tone."""

    text: str
    who: str
    tone: QuoteTone
    department: str


@dataclass(frozen=True)
class Voices:
    """The quotes of one report, and who chose them (empty when nobody did)."""

    quotes: tuple[Voice, ...]
    selected_by: str


def voices_of(cohort: Cohort, destination: Destination, *, department: Department | None = None) -> Voices:
    """Return the chosen quotes of a report, supportive ones first, with who chose them.

    A department report has those from visits to that department. Whoever freezes the
    result calls `journals.actions.mark_printed` in the same transaction. `who` is in the
    active language.
    """
    rows = (
        Quote.objects.filter(
            reflection__visit__cohort=cohort,
            destination=destination,
            state__in=[QuoteState.CONSENTED, QuoteState.PRINTED],
            chosen_by__isnull=False,
        )
        .select_related("reflection__author__department", "reflection__visit__department", "chosen_by")
        .order_by("decided_at", "id")
    )
    chosen = list(rows.filter(reflection__visit__department=department) if department else rows)
    sizes = {pk: people_taking_part(cohort, pk) for pk in {row.reflection.author.department_id for row in chosen}}
    quotes = sorted((_voice(row, sizes) for row in chosen), key=lambda one: one.tone == QuoteTone.CRITICAL)
    names = sorted({row.chosen_by.name for row in chosen if row.chosen_by})
    return Voices(tuple(quotes), ", ".join(names))


def attributed(quote: Quote, *, people: int) -> str:
    """Say whose words a quote are, as far as their author agreed and `people` of their department make it safe."""
    author, visit = quote.reflection.author, quote.reflection.visit
    if quote.attribution == Attribution.NAME:
        return author.name
    if quote.attribution == Attribution.NONE:
        return ""
    role = _("a visitor") if author.pk == visit.visitor_id else _("a host")
    is_safe = not rules.attribution_refusals(quote.attribution, people=people)
    if quote.attribution == Attribution.DEPARTMENT and is_safe and author.department:
        return f"{role}, {author.department.name}"
    return role


def people_taking_part(cohort: Cohort, department: int | None) -> int:
    """Count the people of a department who take part in a cohort: enrolled, or hosting in it."""
    enrolled = Enrollment.objects.filter(cohort=cohort, withdrawn_at=None).values("person")
    offerings = Offering.objects.filter(department__cohorts=cohort, state="published")
    hosts = Q(pk__in=offerings.values("contact")) | Q(pk__in=offerings.exclude(deputy=None).values("deputy"))
    return Person.objects.filter(Q(pk__in=enrolled) | hosts, department=department, is_active=True).count()


def quotes_to_decide(person: Person) -> QuerySet[Quote]:
    """Quotes that a lead asked `person` for, the oldest first."""
    return (
        Quote.objects.filter(reflection__author=person, state=QuoteState.ASKED)
        .select_related("asked_by", "reflection__visit__department")
        .order_by("asked_at", "id")
    )


def _voice(row: Quote, sizes: dict[int | None, int]) -> Voice:
    who = attributed(row, people=sizes[row.reflection.author.department_id])
    return Voice(row.text, who, QuoteTone(row.tone), row.reflection.visit.department.name)
