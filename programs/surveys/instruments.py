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
    is_per_department: bool = False
    about: str = ""
    options: tuple[str, ...] = ()

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
            block=5,
            scale=ItemScale.COMMENT,
        ),
        ItemText(
            "G1",
            _(
                "What do you think: how many of 100 people in the other departments agree that IT makes a critical "
                "difference to how well our business performs?"
            ),
            _(
                "What do you think: how many of 100 people in IT agree that IT makes a critical difference to how "
                "well our business performs?"
            ),
            block=4,
            scale=ItemScale.SHARE,
            about="D1",
        ),
        ItemText(
            "G2",
            _(
                "And how many of 100 people in the other departments agree that IT's priorities are in step with "
                "what the business is trying to achieve?"
            ),
            _(
                "And how many of 100 people in IT agree that IT's priorities are in step with what the business is "
                "trying to achieve?"
            ),
            block=4,
            scale=ItemScale.SHARE,
            about="D2",
        ),
    ),
)

PULSE = Questionnaire(
    "pulse",
    _("Readiness pulse"),
    (
        ItemText("P1", _("I can say in one sentence why we run these exchange days.")),
        ItemText("P2", _("I want to take part, and not only because I was asked.")),
        ItemText("P3", _("I know what to do before, during and after a visit.")),
        ItemText("P4", _("My workload and my manager make it possible to take part properly.")),
        ItemText("P5", _("Something is in place that keeps new contacts going after a visit.")),
        ItemText(
            "P6",
            _("What worries you?"),
            block=2,
            scale=ItemScale.CHOICES,
            options=(
                _("The time away"),
                _("Being judged"),
                _("Not relevant to my job"),
                _("Confidentiality"),
                _("Job security"),
                _("Something else"),
            ),
        ),
        ItemText("P7", _("What would make it easier?"), block=2, scale=ItemScale.COMMENT),
    ),
)

VISITED = Questionnaire(
    "visited",
    _("After a visit: visitors"),
    (
        ItemText("V1", _("I saw work I had not known about.")),
        ItemText("V2", _("I can now explain one problem this department faces.")),
        ItemText("V3", _("I met someone I would contact directly.")),
        ItemText("V4", _("The day was worth the time away from my job.")),
        ItemText("V5", _("My host was prepared for me.")),
        ItemText("V6", _("I felt welcome.")),
        ItemText("V7", _("We agreed a concrete follow-up."), block=2, scale=ItemScale.YES_NO),
        ItemText("V8a", _("Looking back: before the visit I understood this department well."), block=2),
        ItemText("V8b", _("Now I understand this department well."), block=2),
        ItemText(
            "Q",
            _("How likely are you to recommend a deep-dive day to a colleague?"),
            block=2,
            scale=ItemScale.RECOMMEND,
        ),
        ItemText("V9", _("What should the next visitor know?"), block=3, scale=ItemScale.COMMENT),
    ),
)

HOSTED = Questionnaire(
    "hosted",
    _("After a visit: hosts"),
    (
        ItemText("H1", _("The visitor took a real interest in our work.")),
        ItemText("H2", _("I learned something about how IT works.")),
        ItemText("H3", _("I could say what IT needs from us.")),
        ItemText("H4", _("Hosting was manageable beside my own work.")),
        ItemText("H5", _("I would host again.")),
        ItemText("H6", _("We agreed a concrete follow-up."), block=2, scale=ItemScale.YES_NO),
        ItemText(
            "Q",
            _("How likely are you to recommend a deep-dive day to a colleague?"),
            block=2,
            scale=ItemScale.RECOMMEND,
        ),
        ItemText("H7", _("What would have made hosting easier?"), block=3, scale=ItemScale.COMMENT),
    ),
)

COORDINATION = Questionnaire(
    "coordination",
    _("Working with other departments"),
    tuple(
        ItemText(f"R{number}", text, in_index=True, is_per_department=True)
        for number, text in enumerate(
            (
                _("They contact us about our shared work as often as the work needs."),
                _("What they tell us arrives in time to act on it."),
                _("What they tell us turns out to be right."),
                _("When something goes wrong they help fix it before asking whose fault it was."),
                _("They want the same result from this work as we do."),
                _("They know what our part of the work involves."),
                _("They treat our part of the work as important."),
            ),
            1,
        )
    ),
)
"""How one department experiences another: asked for each department that somebody works with.

Coordination as a construct: Gittell 2002. The wording is our own and not the validated scale.
"""

SHIPPED = (DISCOVERY, PULSE, VISITED, HOSTED, COORDINATION)
"""Every questionnaire that ships; one is installed when a wave first asks for it."""
