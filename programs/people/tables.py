"""People and places as tables."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.people.models import Department, PeopleImport, Person, Site, Team

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class PersonTable(tables.Table):
    """One line per person; needs department, team, site and manager selected."""

    name = tables.TemplateColumn(
        '<div class="named"><a href="{% url "people:person" record.pk %}">{{ record.name }}</a>'
        '<small class="muted">{{ record.email }}</small></div>'
    )
    department = tables.Column(order_by=("department__name", "name"))
    team = tables.Column(order_by=("team__name", "name"))
    site = tables.Column(order_by=("site__name", "name"))
    manager = tables.Column(order_by=("manager__name", "name"))
    is_active = tables.TemplateColumn(
        "{% load i18n %}{% if record.is_active %}{% translate 'Active' as text %}"
        "{% include 'elements/badge.html' with tone='ok' %}{% else %}{% translate 'Left' as text %}"
        "{% include 'elements/badge.html' with tone='' %}{% endif %}",
        verbose_name=_("State"),
    )

    class Meta:
        model = Person
        fields = ("name", "department", "team", "site", "manager", "is_active")
        order_by = "name"
        empty_text = _("Nobody is like that.")


class DepartmentTable(tables.Table):
    """One line per department; needs its lead and `active_people`."""

    name = tables.Column(linkify=lambda record: _edit("department", record.pk))
    is_it = tables.TemplateColumn(
        "{% load i18n %}{% if record.is_it %}{% translate 'IT' %}{% else %}{% translate 'Business' %}{% endif %}",
        verbose_name=_("Side"),
    )
    hosting_hours_per_month = tables.Column(verbose_name=_("Hosting hours a month"), attrs=NUMBER)
    active_people = tables.Column(verbose_name=_("People"), attrs=NUMBER)

    class Meta:
        model = Department
        fields = ("name", "is_it", "lead", "hosting_hours_per_month", "active_people")
        prefix = "departments-"
        order_by = "name"


class TeamTable(tables.Table):
    """One line per team; needs its department and `active_people`."""

    name = tables.Column(linkify=lambda record: _edit("team", record.pk))
    department = tables.Column(order_by=("department__name", "name"))
    active_people = tables.Column(verbose_name=_("People"), attrs=NUMBER)

    class Meta:
        model = Team
        fields = ("name", "department", "active_people")
        prefix = "teams-"


class SiteTable(tables.Table):
    """One line per site; needs `active_people`."""

    name = tables.Column(linkify=lambda record: _edit("site", record.pk))
    active_people = tables.Column(verbose_name=_("People"), attrs=NUMBER)

    class Meta:
        model = Site
        fields = ("name", "time_zone", "country", "active_people")
        prefix = "sites-"
        order_by = "name"


class ImportTable(tables.Table):
    """One line per file; needs `uploaded_by`."""

    file_name = tables.Column(verbose_name=_("File"), linkify=("people:preview_import", {"pk": tables.A("pk")}))
    uploaded_at = tables.DateTimeColumn(verbose_name=_("Checked"), short=True)
    uploaded_by = tables.Column(verbose_name=_("By"), order_by="uploaded_by__name")
    new = tables.Column(accessor="counts__new", verbose_name=_("New"), orderable=False, attrs=NUMBER)
    changed = tables.Column(accessor="counts__changed", verbose_name=_("Changed"), orderable=False, attrs=NUMBER)
    leavers = tables.Column(accessor="counts__leavers", verbose_name=_("Leavers"), orderable=False, attrs=NUMBER)
    bad = tables.Column(accessor="counts__bad", verbose_name=_("Errors"), orderable=False, attrs=NUMBER)
    state = tables.TemplateColumn("{% include 'elements/state.html' with row=record %}", verbose_name=_("State"))

    class Meta:
        model = PeopleImport
        fields = ("file_name", "uploaded_at", "uploaded_by", "new", "changed", "leavers", "bad", "state")
        empty_text = _("No file has been checked yet.")


def _edit(kind: str, pk: int) -> str:
    return reverse("people:edit_place", args=[kind, pk])
