"""Personal documents as blocks: certificate, thank-you, own journal."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.cohorts.choices import ProgramRoleKind
from programs.journals.choices import Section as JournalSection
from programs.reports.choices import PersonalKind
from programs.reports.documents.blocks import KeyFigure, Passage, Report, Section, Summary, Table, count
from programs.reports.figures import code_of
from programs.reports.personal import Certificate, Day, Entry, Frame, Journal, Personal, Sheet, Thanks


def personal_report(kept: Personal, sha256: str) -> Report:
    """Return a personal document in the active language. The same data give the same text."""
    if isinstance(kept, Certificate):
        return _report(PersonalKind.CERTIFICATE, kept.frame, sha256, _certificate(kept), (_days_section(kept.days),))
    if isinstance(kept, Thanks):
        return _report(PersonalKind.THANKS, kept.frame, sha256, _thanks(kept), tuple(_thanks_sections(kept)))
    if isinstance(kept, Sheet):
        return _report(PersonalKind(kept.kind), kept.frame, sha256, kept.summary, kept.sections)
    return _report(PersonalKind.JOURNAL, kept.frame, sha256, _journal(kept), tuple(_journal_sections(kept)))


def _report(kind: PersonalKind, frame: Frame, sha256: str, summary: Summary, sections: tuple[Section, ...]) -> Report:
    return Report(
        edition=str(kind.value),
        name=str(kind.label),
        program=frame.program,
        company=frame.company,
        cohort=frame.cohort,
        dates="",
        taken_on=date_format(frame.made_on, "j F Y"),
        code=code_of(sha256),
        summary=summary,
        sections=sections,
        is_final=True,
        check_at=settings.PUBLIC_URL + reverse("reports:verify"),
    )


def _first_page(title: str, lines: Iterable[str], figures: tuple[KeyFigure, ...]) -> Summary:
    return Summary(title, tuple(lines), figures, gap=None, columns=(), certainty=None)


def _hours(hours: float) -> str:
    return count(charts.whole(hours))


def _certificate(kept: Certificate) -> Summary:
    facts = {"person": kept.frame.person, "program": kept.frame.program, "company": kept.frame.company}
    line = _("%(person)s took part in %(program)s at %(company)s and saw how other departments work.") % facts
    signed = f"{', '.join(kept.leads)} · {ProgramRoleKind.LEAD.label}" if kept.leads else ""
    figures = (
        KeyFigure(_("Departments"), count(kept.departments), "", _("visited")),
        KeyFigure(_("Visits"), count(len(kept.days)), "", _("attended")),
        KeyFigure(_("Hours"), _hours(kept.hours), "", _("in other departments")),
    )
    return replace(_first_page(kept.frame.person, (line,), figures), signed=signed)


def _days_section(days: tuple[Day, ...]) -> Section:
    rows = tuple((date_format(day.on, "j F Y"), day.department, day.title, _hours(day.hours)) for day in days)
    head = (_("Day"), _("Department"), _("What was shown"), _("Hours"))
    return Section("days", _("Departments visited"), tables=(Table(_("Visit by visit"), head, rows, words=(1, 2)),))


def _thanks(kept: Thanks) -> Summary:
    visitors = len({day.with_whom for day in kept.days})
    facts = {"person": kept.frame.person, "hours": _hours(kept.hours), "visitors": count(visitors)}
    figures = (
        KeyFigure(_("Hours given"), _hours(kept.hours), "", _("on visit days")),
        KeyFigure(_("Visitors"), count(visitors), "", _("from IT")),
        KeyFigure(_("Promises kept"), count(len(kept.returned)), "", _("and frictions resolved, for you")),
        KeyFigure(
            _("Hours returned"),
            _hours(sum(one.hours_a_month for one in kept.returned)),
            "",
            _("a month, by frictions that are resolved"),
        ),
    )
    lines = [_("%(visitors)s people saw your working day, for %(hours)s hours in all.") % facts]
    if kept.still_open:
        lines.append(_("Still open, and not forgotten: %(count)s.") % {"count": count(kept.still_open)})
    return _first_page(_("Thank you, %(person)s") % facts, lines, figures)


def _thanks_sections(kept: Thanks) -> Iterable[Section]:
    rows = tuple((one.text, one.by or "–", date_format(one.on, "j F Y")) for one in kept.returned)
    if rows:
        table = Table(_("What changed, and who did it"), (_("What"), _("Who"), _("Date")), rows, words=(1, 2))
        yield Section("returned", _("What changed"), tables=(table,))
    days = tuple((date_format(day.on, "j F Y"), day.title, day.with_whom) for day in kept.days)
    head = (_("Day"), _("What was shown"), _("Visitor"))
    yield Section("days", _("Your visitors"), tables=(Table(_("Visit by visit"), head, days, words=(1, 2)),))


def _journal(kept: Journal) -> Summary:
    lines = (
        _("Made for %(person)s alone: private text is in it. Keep it where only you can read it.")
        % {"person": kept.frame.person},
    )
    return _first_page(_("My journal"), lines, ())


def _journal_sections(kept: Journal) -> Iterable[Section]:
    visits: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in kept.entries:
        visits.setdefault((entry.on.isoformat(), entry.department, entry.title), []).append(entry)
    for at, entries in enumerate(visits.values()):
        first = entries[0]
        title = f"{first.department} · {date_format(first.on, 'j F Y')}"
        yield Section(f"visit-{at}", title, passages=tuple(_passages(entries)))


def _passages(entries: Iterable[Entry]) -> Iterable[Passage]:
    for entry in entries:
        lines = tuple(line.strip() for line in entry.text.splitlines() if line.strip())
        yield Passage(str(JournalSection(entry.section).label), lines)
