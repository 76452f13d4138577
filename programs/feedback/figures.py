"""What may be told of many forms together: frozen values. Only `feedback.releasing` makes them."""

from dataclasses import dataclass

from programs.surveys.figures import Question, Rated, Said


@dataclass(frozen=True)
class RoleFigures:
    """What visitors, or hosts, said: a score and shares, of all together and by visited department,
    and items on other scales. `answered` counts people, each with their latest form.
    """

    role: str
    answered: int | None
    questions: tuple[Question, ...]
    other_questions: tuple[Question, ...]
    rated: tuple[Rated, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ReleasedFeedback:
    """One release: of forms that no other release holds."""

    cohort: int
    score_threshold: int
    item_threshold: int
    roles: tuple[RoleFigures, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(role.rated or any(one.value is not None for one in role.said) for role in self.roles)
