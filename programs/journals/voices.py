"""Quotes as reports print them: consented, chosen, and attributed no more closely than is safe."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from programs.cohorts.models import Cohort, Enrollment
from programs.hosting.models import Offering
from programs.journals import rules
from programs.journals.choices import Attribution, Destination, QuoteState, QuoteTone
from programs.journals.models import Quote
from programs.people.models import Department, Person


@dataclass(frozen=True)
class Source:
    """Whose words a quote are, as far as that may be said: a name, or "visitor" or "host" and perhaps
    a department, or nothing. As text it is in the active language.
    """

    name: str = ""
    role: str = ""
    department: str = ""

    def __str__(self) -> str:
        if self.name or not self.role:
            return self.name
        role = _("a visitor") if self.role == VISITOR else _("a host")
        return f"{role}, {self.department}" if self.department else role


@dataclass(frozen=True)
class Voice:
    """One quote: its exact words, whose they are, its tone, and which department was visited."""

    text: str
    source: Source
    tone: QuoteTone
    department: str
    department_id: int

    @property
    def who(self) -> str:
        """Whose words they are, in the active language; may be empty."""
        return str(self.source)


@dataclass(frozen=True)
class Voices:
    """The quotes of one report, and who chose them (empty when nobody did)."""

    quotes: tuple[Voice, ...]
    selected_by: str


VISITOR, HOST = "visitor", "host"


def voices_of(cohort: Cohort, destination: Destination, *, department: Department | None = None) -> Voices:
    """Return the chosen quotes of one report, supportive ones first, with who chose them.

    A department report has those from visits to that department. Two queries.
    """
    rows = _chosen(cohort).filter(destination=destination)
    return _voices(cohort, rows.filter(reflection__visit__department=department) if department else rows)


def voices_by_report(cohort: Cohort) -> Mapping[Destination, Voices]:
    """Return the chosen quotes of every report of a cohort. Two queries.

    Whoever freezes the result calls `journals.actions.mark_printed` in the same transaction.
    """
    rows = list(_chosen(cohort))
    sizes = _people_by_department(cohort, {row.reflection.author.department_id for row in rows})
    return {
        destination: _sorted([row for row in rows if row.destination == destination], sizes)
        for destination in Destination
    }


def _chosen(cohort: Cohort) -> QuerySet[Quote]:
    rows = Quote.objects.filter(
        reflection__visit__cohort=cohort,
        state__in=[QuoteState.CONSENTED, QuoteState.PRINTED],
        chosen_by__isnull=False,
    )
    related = ("reflection__author__department", "reflection__visit__department", "chosen_by")
    return rows.select_related(*related).order_by("decided_at", "id")


def _voices(cohort: Cohort, chosen: Iterable[Quote]) -> Voices:
    rows = list(chosen)
    return _sorted(rows, _people_by_department(cohort, {row.reflection.author.department_id for row in rows}))


def _sorted(rows: Collection[Quote], sizes: Mapping[int | None, int]) -> Voices:
    quotes = sorted((_voice(row, sizes) for row in rows), key=lambda one: one.tone == QuoteTone.CRITICAL)
    names = sorted({row.chosen_by.name for row in rows if row.chosen_by})
    return Voices(tuple(quotes), ", ".join(names))


def source_of(quote: Quote, *, people: int) -> Source:
    """Return whose words a quote are, as far as their author agreed and `people` of their department make it safe."""
    author, visit = quote.reflection.author, quote.reflection.visit
    if quote.attribution == Attribution.NAME:
        return Source(name=author.name)
    if quote.attribution == Attribution.NONE:
        return Source()
    role = VISITOR if author.pk == visit.visitor_id else HOST
    is_safe = not rules.attribution_refusals(quote.attribution, people=people)
    if quote.attribution == Attribution.DEPARTMENT and is_safe and author.department:
        return Source(role=role, department=author.department.name)
    return Source(role=role)


def attributed(quote: Quote, *, people: int) -> str:
    """Say whose words a quote are, in the active language."""
    return str(source_of(quote, people=people))


def people_taking_part(cohort: Cohort, department: int | None) -> int:
    """Count the people of a department who take part in a cohort: enrolled, or hosting in it."""
    return _people_by_department(cohort, [department]).get(department, 0)


def _people_by_department(cohort: Cohort, departments: Collection[int | None]) -> Mapping[int | None, int]:
    enrolled = Enrollment.objects.filter(cohort=cohort, withdrawn_at=None).values("person")
    offerings = Offering.objects.filter(department__cohorts=cohort, state="published")
    hosts = Q(pk__in=offerings.values("contact")) | Q(pk__in=offerings.exclude(deputy=None).values("deputy"))
    people = Person.objects.filter(Q(pk__in=enrolled) | hosts, department__in=departments, is_active=True).order_by()
    return dict(people.values_list("department").annotate(count=Count("pk")))


def quotes_to_decide(person: Person) -> QuerySet[Quote]:
    """Quotes that a lead asked `person` for, the oldest first."""
    return (
        Quote.objects.filter(reflection__author=person, state=QuoteState.ASKED)
        .select_related("asked_by", "reflection__visit__department")
        .order_by("asked_at", "id")
    )


def _voice(row: Quote, sizes: Mapping[int | None, int]) -> Voice:
    source, visit = source_of(row, people=sizes.get(row.reflection.author.department_id, 0)), row.reflection.visit
    return Voice(row.text, source, QuoteTone(row.tone), visit.department.name, visit.department_id)
