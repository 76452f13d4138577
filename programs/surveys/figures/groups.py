"""Whom a figure is about, and which question."""

from dataclasses import dataclass

SIDE_GROUP = "side"
"""The key of the group that holds a whole side."""


OTHERS_GROUP = "others"
"""The key of the group of small departments that were merged."""


@dataclass(frozen=True)
class Group:
    """Whom a figure is about: a whole side, one department, or merged small departments."""

    key: str
    name: str = ""
    departments: tuple[int, ...] = ()

    @property
    def is_side(self) -> bool:
        """Whether this is everybody of a side."""
        return self.key == SIDE_GROUP


@dataclass(frozen=True)
class Question:
    """An item as it was asked. `scope` is gap or side, `scale` agreement or frequency."""

    construct: str
    scope: str
    scale: str
    is_reversed: bool
    text_it: str
    text_business: str
    in_index: bool = False
    is_primary: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether both sides answered the same sentence, so that a gap is legitimate."""
        return self.scope == "gap"

    def text(self, side: str) -> str:
        """Return the wording that a side read."""
        return self.text_it if side == "it" else self.text_business
