"""Counting rows of many tables in one query (ADR 47)."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


def counted(rows: QuerySet[Any]) -> Coalesce:
    """Return a subquery that counts rows, 0 when there are none: one of many columns of one query."""
    count = rows.order_by().annotate(all=Count("pk")).values("all")
    # Without a GROUP BY over a constant the subquery would be grouped by its rows.
    count.query.group_by = None
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
