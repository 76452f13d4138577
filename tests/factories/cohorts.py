"""Programmes, cohorts and enrolments."""

import datetime

from programs.cohorts.models import Cohort, Enrollment, Program, ProgramRole, RankedDepartment

ENROLLED_AT = datetime.datetime(2026, 2, 2, 9, 0, tzinfo=datetime.UTC)


def make_program(name="Day in the life", **fields):
    return Program.objects.create(name=name, company=fields.pop("company", "Nordhaven Group"), **fields)


def make_role(program, person, *, kind="lead"):
    return ProgramRole.objects.create(program=program, person=person, kind=kind)


def make_cohort(program, *, name="Spring 2026", stage="running", departments=(), **fields):
    fields.setdefault("starts_on", datetime.date(2026, 3, 1))
    fields.setdefault("ends_on", datetime.date(2026, 6, 30))
    cohort = Cohort.objects.create(program=program, name=name, stage=stage, **fields)
    cohort.departments.set(departments)
    return cohort


def make_enrollment(cohort, person, *, wanted=3, ranked=(), **fields):
    fields.setdefault("enrolled_at", ENROLLED_AT)
    enrollment = Enrollment.objects.create(cohort=cohort, person=person, wanted=wanted, **fields)
    for rank, department in enumerate(ranked, 1):
        RankedDepartment.objects.create(enrollment=enrollment, department=department, rank=rank)
    return enrollment
