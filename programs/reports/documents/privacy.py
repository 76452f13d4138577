"""The privacy annex: what is kept about people, what for, who sees it, until when."""

from django.utils.translation import gettext as _

from programs.reports.documents.blocks import Section, Summary, Table
from programs.reports.figures import ReportFigures


def summary_of(figures: ReportFigures) -> Summary:
    """Return the first page: every kind of datum with purpose, readers and end."""
    lines = (
        _("Three stores are never joined at the level of a person: the survey, contacts, and journals."),
        _("Survey answers are confidential and pseudonymous, not anonymous: until the key that links two waves of "
          "one person is destroyed, whoever holds both key and database could link them."),
    )  # fmt: skip
    return Summary(
        title=_("What is kept about people, what for, who sees it, and until when"),
        lines=lines,
        key_figures=(),
        gap=None,
        columns=(),
        certainty=None,
    )


def sections_of(figures: ReportFigures) -> tuple[Section, ...]:
    """Return the table of data and the rules of disclosure with this programme's thresholds."""
    head = (_("What is kept"), _("What for"), _("Who sees it"), _("Until when"))
    table = Table(_("Every kind of datum"), head, _rows(), words=(1, 2, 3))
    rules = Section(
        "rules",
        _("What is never shown"),
        box_title=_("Rules of every page, file and report"),
        boxed=(
            _("A score needs %(score)s people and a percentage %(item)s; both are frozen when the first wave opens.")
            % {"score": figures.score_threshold, "item": figures.item_threshold},
            _("Small departments are merged until nobody can be subtracted out; otherwise they are not shown."),
            _("Nothing is shown before a wave closes; later answers and deletions don’t change what was released."),
            _("Reminders are sent by the system: nobody sees who has not answered."),
            _("Private journal text is sealed in the database and opens for its author only."),
        ),
    )
    return (Section("data", _("Data"), tables=(table,)), rules)


def _rows() -> tuple[tuple[str, ...], ...]:
    own, lead, both = _("the person"), _("the person and the lead"), _("both sides of the visit and the lead")
    nobody, sides = _("nobody; only released figures"), _("both sides of the visit")
    account, cohort = _("until the account is erased"), _("until the cohort is erased")
    return (
        (_("Name, mail address, department, team, site"), _("to sign in, invite and meet"), _("those who take part"),
         account),
        (_("Wishes, blocked dates"), _("to plan visits"), lead, cohort),
        (_("People to avoid"), _("to plan visits"), own, cohort),
        (_("Busy times without titles"), _("to find days"), own, _("until the date has passed or the calendar goes")),
        (_("Visits with their steps"), _("to meet, to count hours and certificates"), both, cohort),
        (_("Journal sections"), _("to reflect and to share what was learned"), _("whom the author chose"), account),
        (_("Promises and frictions"), _("to keep them"), both, cohort),
        (_("How well two people know each other"), _("to see whether contacts last"), own, cohort),
        (_("Survey answers"), _("to compare both views of working together"), nobody,
         _("links until the key is destroyed; figures stay")),
        (_("Who did what, when"), _("to check what happened"), _("administrators"), _("kept; names go on erasure")),
        (_("Mails sent"), _("to know who was told"), own, _("text goes after delivery, by the retention rule")),
        (_("Attendance on the day"), _("to count visits"), sides, cohort),
    )  # fmt: skip
