"""Enrolments as a table for leads. The list of people somebody avoids is in none of its columns."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Enrollment


class EnrollmentTable(tables.Table):
    """One line per enrolment; needs what `queries.enrollments_of` fetches."""

    person = tables.Column(
        verbose_name=_("Person"),
        order_by=("person__name",),
        linkify=("cohorts:enrollment", {"pk": tables.A("pk")}),
    )
    team = tables.Column(
        accessor="person__team", verbose_name=_("Team"), order_by=("person__team__name", "person__name")
    )
    site = tables.Column(
        accessor="person__site", verbose_name=_("Site"), order_by=("person__site__name", "person__name")
    )
    wanted = tables.Column(verbose_name=_("Visits"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    ranked = tables.TemplateColumn(
        "{% load states %}{% for one in record.ranked.all|slice:':3' %}"
        '<span class="tag h{{ one.department_id|hue }}">{{ one.department.name }}</span> '
        "{% empty %}–{% endfor %}",
        verbose_name=_("Wishes"),
        orderable=False,
    )
    enrolled_at = tables.DateColumn(verbose_name=_("Since"), short=True)

    class Meta:
        model = Enrollment
        fields = ("person", "team", "site", "wanted", "ranked", "enrolled_at")
        order_by = "person"
        empty_text = _("Nobody is enrolled yet.")
