"""The message that a lead could send to whoever can make room: drafted from what solving found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from programs.cohorts.models import Enrollment
from programs.hosting.models import HostingDay
from programs.matching import documents, queries, results
from programs.matching.choices import Change
from programs.matching.models import HostRequest, MatchingRun
from programs.people.models import Department, Person

ON_A_DAY = {"full", "small_group"}


@dataclass(frozen=True)
class Ask:
    """One change that would help: what it is about, whom to ask, a drafted message, and what was sent already."""

    number: int
    about: str
    sentence: str
    effect: str
    to: Person | None
    subject: str
    text: str
    path: str
    sent: HostRequest | None


def about(change: Mapping[str, Any]) -> str:
    """Return what names a change across the runs of a cohort: "full:12", "cover:4:740001"."""
    return ":".join([change["obstacle"], *map(str, change["subject"])])


def ask_for(run: MatchingRun, number: int) -> Ask | None:
    """Return how to ask for a change of a run by its number; None when there is no such change."""
    changes = results.offered(run)
    if number >= len(changes):
        return None
    change, placing = changes[number], len(run.result.get("changes", ()))
    to, path = _addressee(change)
    named = results.names_of_changes(run)
    with translation.override(to.language if to else translation.get_language()):
        row = documents.change_rows(changes, named, placing=placing)[number]
        text = _("%(change)s %(effect)s in “%(cohort)s”.\n\nWould that be possible? You can answer this mail.") % {
            "change": row.sentence,
            "effect": row.effect,
            "cohort": run.cohort.name,
        }
        subject = row.sentence
    own = documents.change_rows(changes, named, placing=placing)[number]
    return Ask(
        number=number,
        about=about(change),
        sentence=own.sentence,
        effect=own.effect,
        to=to,
        subject=subject[:150],
        text=text,
        path=path,
        sent=queries.requests_of(run).get(about(change)),
    )


def _addressee(change: Mapping[str, Any]) -> tuple[Person | None, str]:
    """Return who could make room, and the page where they do it.

    For a place or a smaller group that is the day's contact (or deputy), for hours of a
    department its lead, for hours of a host the host, for cover the line manager of those who would go.
    """
    obstacle, subject = str(change["obstacle"]), change["subject"]
    if obstacle in ON_A_DAY:
        day = HostingDay.objects.select_related("offering__contact", "offering__deputy").filter(pk=subject[0]).first()
        if day is None:
            return None, ""
        found = next((one for one in (day.offering.contact, day.offering.deputy) if one and one.is_active), None)
        return found, reverse("hosting:day", args=[day.pk])
    if obstacle == Change.BUDGET:
        department = Department.objects.select_related("lead").filter(pk=subject[0]).first()
        return (department.lead if department else None), reverse("hosting:hours", args=[subject[0]])
    if obstacle == "host_budget":
        return Person.objects.filter(pk=subject[0], is_active=True).first(), reverse("hosting:departments")
    keys = change["people"] or change.get("better", ())
    rows = Enrollment.objects.filter(pk__in=keys, person__manager__is_active=True)
    first = rows.select_related("person__manager").order_by("pk").first()
    return (first.person.manager if first else None), reverse("availability:teams")
