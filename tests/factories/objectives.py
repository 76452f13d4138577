"""Rows of the objectives room."""

import datetime
from decimal import Decimal

from programs.objectives.models import Measure, Objective, Reading

DAY = datetime.date(2026, 1, 1)
AT = datetime.datetime(2026, 1, 1, 9, 0, tzinfo=datetime.UTC)


def make_objective(program, it_owner, owner, *, title="Invoices are paid in time", state="agreed", **fields):
    agreed = {"it_agreed_at": AT, "agreed_at": AT} if state != "draft" else {}
    values = {
        "it_department": it_owner.department,
        "department": owner.department,
        "why": "Suppliers wait.",
        "starts_on": DAY,
        "ends_on": DAY + datetime.timedelta(days=364),
        "changed_at": AT,
    }
    return Objective.objects.create(
        program=program, it_owner=it_owner, owner=owner, title=title, state=state, **agreed | values | fields
    )


def make_measure(objective, *, name="Days to pay", baseline="10", target="5", direction="down", **fields):
    values = {
        "unit": "days",
        "baseline_on": objective.starts_on,
        "target_on": objective.ends_on,
        "every_days": 31,
    }
    return Measure.objects.create(
        objective=objective,
        name=name,
        baseline=Decimal(baseline),
        target=Decimal(target),
        direction=direction,
        **values | fields,
    )


def make_reading(measure, on, value, **fields):
    return Reading.objects.create(measure=measure, on=on, value=Decimal(value), **{"at": AT} | fields)
