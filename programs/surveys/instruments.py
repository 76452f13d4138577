"""Questionnaires as data. The wording is our own; reports say "items written for this programme".

Where the constructs come from: alignment and its social side (Reich & Benbasat 1996, 2000;
Luftman 2000; Chan et al. 1997), shared language (Preston & Karahanna 2009), trust as
reliability and goodwill (Mayer, Davis & Schoorman 1995; McAllister 1995), responsiveness
(Parasuraman et al. 1988; Pitt, Watson & Kavan 1995), "as one" (Gaertner & Dovidio 2000).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from programs.surveys.choices import ItemScale, ItemScope


@dataclass(frozen=True)
class ItemText:
    """One question of a questionnaire; `business` is empty where both sides read the same."""

    construct: str
    it: str
    business: str = ""
    block: int = 1
    scale: ItemScale = ItemScale.AGREEMENT
    is_reversed: bool = False
    in_index: bool = False
    is_primary: bool = False

    @property
    def scope(self) -> ItemScope:
        """Whether both sides read the same sentence."""
        return ItemScope.SIDE if self.business else ItemScope.GAP


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire that ships with Exchange."""

    key: str
    title: str
    items: tuple[ItemText, ...]


_ = gettext_noop

DISCOVERY = Questionnaire(
    "discovery",
    _("Discovery"),
    (
        ItemText(
            "D1", _("IT makes a critical difference to how well our business performs."), in_index=True, is_primary=True
        ),
        ItemText(
            "D2",
            _("IT's priorities are in step with what the business is trying to achieve."),
            in_index=True,
            is_primary=True,
        ),
        ItemText("D3r", _("IT mostly works to its own agenda."), is_reversed=True, in_index=True),
        ItemText("D4", _("IT is on the side of the departments it works with."), in_index=True),
        ItemText("D5", _("IT and the other departments work as one."), in_index=True),
        ItemText("D6", _("IT works with the rest of the business, not just for it."), in_index=True),
        ItemText(
            "D7",
            _("I could explain the main goals of a department I support."),
            _("I could explain what IT is trying to achieve this year."),
            block=2,
        ),
        ItemText(
            "D8",
            _("Business colleagues understand what IT is trying to achieve."),
            _("IT colleagues understand what my department is trying to achieve."),
            block=2,
        ),
        ItemText(
            "D9",
            _("I can count on business colleagues to do what they say they will."),
            _("I can count on IT to do what it says it will."),
            block=2,
            in_index=True,
        ),
        ItemText(
            "D10",
            _("Business colleagues take our interests into account, not only their own."),
            _("IT takes our interests into account, not only its own."),
            block=2,
            in_index=True,
        ),
        ItemText(
            "D11",
            _("After we talk with a department, both sides understand the agreement the same way."),
            _("After we talk with IT, both sides understand the agreement the same way."),
            block=2,
            in_index=True,
        ),
        ItemText(
            "D12",
            _("We explain things in words other departments can use."),
            _("IT explains things in words we can use."),
            block=3,
            in_index=True,
        ),
        ItemText(
            "D13",
            _("When a department is stuck, we act as if it mattered to us too."),
            _("When something stops our work, IT acts as if it mattered to them too."),
            block=3,
            in_index=True,
        ),
        ItemText(
            "D14",
            _("I know what a normal working day looks like in at least one other department."),
            _("I know what people in IT do on a normal working day."),
            block=3,
        ),
        ItemText(
            "D15",
            _(
                "In the last four weeks, how often did you exchange work information "
                "with someone in a business department?"
            ),
            _("In the last four weeks, how often did you exchange work information with someone in IT?"),
            block=3,
            scale=ItemScale.FREQUENCY,
        ),
        ItemText(
            "O1",
            _("What should other departments know about your working day?"),
            _("What should IT know about your working day?"),
            block=4,
            scale=ItemScale.COMMENT,
        ),
    ),
)

SHIPPED = (DISCOVERY,)
"""Every questionnaire that ships; one is installed when a wave first asks for it."""
