"""The pages of the cohorts room: `setup` for programmes and cohorts, `enrollments` for who takes part."""

from programs.cohorts.views.enrollments import (
    enroll,
    enroll_people,
    enrollment,
    enrollments,
    exclusions,
    lift_exclusion,
    withdraw,
)
from programs.cohorts.views.setup import (
    add_cohort,
    add_program,
    cohort,
    edit_cohort,
    edit_program,
    end_role,
    index,
    name_role,
    program,
)

__all__ = [
    "add_cohort",
    "add_program",
    "cohort",
    "edit_cohort",
    "edit_program",
    "end_role",
    "enroll",
    "enroll_people",
    "enrollment",
    "enrollments",
    "exclusions",
    "index",
    "lift_exclusion",
    "name_role",
    "program",
    "withdraw",
]
