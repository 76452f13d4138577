"""What stands on a date of a calendar: visits and hosting days, and marks. Plain values for templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.diaries.choices import MarkKind
from programs.hosting import times
from programs.hosting.models import HostingDay
from programs.visits.choices import VisitState
from programs.visits.models import Visit


@dataclass(frozen=True)
class Mark:
    """Why a date is special: a holiday or a blackout with its title, and where (nothing for everywhere)."""

    kind: MarkKind
    title: str = ""
    where: str = ""

    @property
    def words(self) -> str:
        """What it is called: its title, or what kind it is."""
        return self.title or str(self.kind.label)

    @property
    def closes(self) -> bool:
        """Whether the whole date is drawn as closed: not when it binds one place only."""
        return not self.where and self.kind not in {MarkKind.ON_CALL, MarkKind.WARNING}


@dataclass(frozen=True)
class Entry:
    """A hosting day as its reader has to do with it.

    `visit` is the reader's own; `visits` are those of others whom the reader hosts or leads.
    """

    day: HostingDay
    reader_zone: str
    visit: Visit | None = None
    visits: Sequence[Visit] = ()
    is_editable: bool = False

    @property
    def comes_first(self) -> bool:
        """Whether somebody is expected: such days stand before the others."""
        return not self.is_quiet

    @property
    def starts(self) -> str:
        """When it begins on the clock of its site."""
        return times.starts(self.day)

    @property
    def hours(self) -> str:
        """From when to when on the clock of its site."""
        return times.hours(self.day)

    @property
    def here(self) -> str:
        """The hours on the reader's clock where it shows something else."""
        return times.hours_here(self.day, self.reader_zone)

    @property
    def url_name(self) -> str:
        """Where its link leads."""
        if self.visit is not None:
            return "visits:visit"
        return "hosting:day" if self.is_editable else "visits:day"

    @property
    def key(self) -> int:
        """The key that goes with `url_name`."""
        return self.visit.pk if self.visit is not None else self.day.pk

    @property
    def is_off(self) -> bool:
        """Whether it doesn't take place."""
        if self.visit is not None:
            return self.visit.state == VisitState.MISSED
        return self.day.cancelled_at is not None

    @property
    def is_quiet(self) -> bool:
        """Whether it is drawn without colour: nothing to expect from it."""
        return self.is_off or (self.visit is None and not self.visits)
