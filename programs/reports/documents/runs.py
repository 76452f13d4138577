"""The record of a matching run as a printed sheet: what went in, what came out, who changed what."""

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from programs.matching.documents import Record, rank_label
from programs.reports.documents.blocks import KeyFigure, Section, Summary, Table, count


def record_summary(record: Record) -> Summary:
    """Return the first page of a run's record in the active language."""
    title = _("Record of run %(number)s") % {"number": record.number}
    started = {"name": record.started_by, "on": date_format(timezone.localtime(record.started_at), "DATETIME_FORMAT")}
    lines = [_("Started by %(name)s on %(on)s") % started, f"{record.preset} · {record.state}"]
    if record.published_at:
        facts = {
            "on": date_format(timezone.localtime(record.published_at), "DATETIME_FORMAT"),
            "booked": record.outcome.booked,
            "refused": record.outcome.refused,
        }
        lines.append(_("Published on %(on)s: %(booked)s visits made, %(refused)s refused") % facts)
    if record.failure:
        lines.append(record.failure)
    if record.is_cut_short:
        lines.append(
            _(
                "Time ran out before everything was proven: a slower or faster computer could find another plan. "
                "The gaps below say by how much it could be better at most."
            )
        )
    lines.append(_("Names of people are in it: it is for those who lead the programme."))
    return Summary(title, tuple(lines), _figures(record), gap=None, columns=(), certainty=None)


def _figures(record: Record) -> tuple[KeyFigure, ...]:
    out = record.outcome
    of_people = _("of %(people)s people") % {"people": count(out.people)}
    return (
        KeyFigure(_("People with a visit"), count(out.placed), "", of_people),
        KeyFigure(_("With all their visits"), count(out.complete), "", of_people),
        KeyFigure(_("First choices"), count(out.first_choices), "", _("of %(visits)s visits") % {"visits": out.visits}),
        KeyFigure(
            _("Blocking pairs"),
            count(record.blocking_pairs),
            "",
            _("visitors and days that would both rather have each other"),
        ),
    )


def record_sections(record: Record) -> tuple[Section, ...]:
    """Return the chapters of a run's record; what a run hasn't got is left out."""
    found = [
        Section("inputs", _("What went in"), tables=tuple(_inputs(record))),
        Section("levels", _("What came out, level by level"), tables=_only(_levels(record))),
        Section("loads", _("What it asks of hosts"), tables=_only(_ranks(record), _loads(record))),
        Section("lots", _("Decided by lot"), tables=_only(_lots(record))),
        Section("edits", _("Edits by hand"), tables=_only(_edits(record))),
    ]
    return tuple(section for section in found if section.tables)


def _only(*tables: Table) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.rows)


def _inputs(record: Record) -> list[Table]:
    rows = [
        (_("Visitors"), count(record.visitors)),
        (_("Days"), count(record.days)),
        (_("Places"), count(record.places)),
        (_("Possible visits"), count(record.wishes)),
        (_("Draw"), str(record.seed)),
        (_("Seconds used, of at most"), f"{number_format(record.seconds_used, 1)} / {record.seconds_allowed}"),
        (_("Memory"), f"{record.memory_mb} MB"),
        (_("Inputs (SHA-256)"), record.inputs_sha256 or "–"),
        *((name, str(version)) for name, version in record.versions.items()),
    ]
    tables = [Table(_("Inputs, means and versions"), (_("What"), _("Value")), tuple(rows), words=(1,))]
    weights = [(one.label, count(one.weight), f"{one.per_cent} %") for one in record.weights]
    weights += [(one.label, _("yes") if one.is_on else _("no"), "–") for one in record.switches]
    if weights:
        head = (_("Part"), _("Weight"), _("Share"))
        tables.append(Table(_("What counted how much"), head, tuple(weights)))
    return tables


def _levels(record: Record) -> Table:
    rows = tuple(
        (
            one.title,
            count(one.value),
            count(one.bound),
            _("Proven best") if one.is_proven else count(one.gap),
        )
        for one in record.levels
    )
    head = (_("Decided in this order"), _("Reached"), _("No plan exceeds"), _("Gap"))
    return Table(_("Each level with its proof"), head, rows)


def _ranks(record: Record) -> Table:
    rows = tuple((rank_label(rank), count(people)) for rank, people in record.ranks)
    return Table(_("Each person’s best visit"), (_("Best visit"), _("People")), rows)


def _loads(record: Record) -> Table:
    rows = tuple(
        (one.department, count(one.visits), number_format(one.share, 1), count(one.days), count(one.places))
        for one in record.loads
    )
    head = (_("Department"), _("Visits"), _("Fair share"), _("Days"), _("Places"))
    note = _("Inequality (Gini): %(gini)s") % {"gini": number_format(record.inequality, 2)}
    return Table(_("Visits by host department"), head, rows, note)


def _lots(record: Record) -> Table:
    rows = tuple(
        (
            f"{one.department}: {one.offering}, {date_format(one.on, 'j F Y')}",
            ", ".join(f"{name} {number}{' ✓' if won else ''}" for name, number, won in one.entrants),
        )
        for one in record.lots
    )
    return Table(_("Who drew which number"), (_("Place"), _("Number")), rows, words=(0, 1))


def _edits(record: Record) -> Table:
    rows = tuple(
        (
            f"{one.kind} ({_('taken back')})" if one.is_taken_back else one.kind,
            one.person,
            f"{one.department}: {one.offering}, {date_format(one.on, 'j F Y')}",
            f"{one.by}, {date_format(timezone.localtime(one.at), 'SHORT_DATETIME_FORMAT')}",
            one.why or "–",
        )
        for one in record.edits
    )
    head = (_("What"), _("Person"), _("Day"), _("Who"), _("Why"))
    return Table(_("Every change by hand"), head, rows, words=(0, 1, 2, 3, 4))
