"""Who gets which page of the cohorts room."""

from programs.cohorts.models import Exclusion
from tests.factories.cohorts import make_role
from tests.factories.people import make_person
from tests.house.table import deed, form, page


def program(world):
    return {"pk": world.program.pk}


def cohort(world):
    return {"pk": world.cohort.pk}


def enrollment(world):
    return {"pk": world.enrollment.pk}


def exclusion(world):
    row = Exclusion.objects.create(cohort=world.cohort, person=world.visitor, department=world.logistics)
    return {"pk": row.pk}


def role(world):
    return {"pk": make_role(world.program, make_person("Second Sponsor"), kind="sponsor").pk}


TABLE = {
    "cohorts:index": page(everyone=200),
    "cohorts:add_program": form(administrator=200),
    "cohorts:program": page(program, lead=200, sponsor=200, administrator=200),
    "cohorts:edit_program": form(program, lead=200),
    "cohorts:name_role": deed(program, administrator=422),
    "cohorts:end_role": deed(role, administrator=302),
    "cohorts:add_cohort": form(program, lead=200),
    "cohorts:cohort": page(cohort, lead=200, sponsor=200, administrator=200),
    "cohorts:edit_cohort": form(cohort, lead=200),
    "cohorts:enroll": form(cohort, visitor=200, other_visitor=200, line_manager=200),
    "cohorts:enrollments": page(cohort, lead=200),
    "cohorts:enroll_people": form(cohort, lead=200),
    "cohorts:exclusions": form(cohort, lead=200),
    "cohorts:lift_exclusion": deed(exclusion, lead=302),
    "cohorts:enrollment": page(enrollment, visitor=200, lead=200),
    "cohorts:withdraw": form(enrollment, visitor=200),
}
