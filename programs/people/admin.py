"""The administrator's view of people and places: read only, because every change has a page
with its rules and its line in the log.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.people.models import Department, Person, Site, Team


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Look, don't touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator may look."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Every administrator may look."""
        return self.has_view_permission(request)


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """People, without passwords."""

    list_display = ("name", "email", "employee_id", "department", "team", "site", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "department", "site")
    list_select_related = ("department", "team", "site")
    search_fields = ("name", "email", "employee_id")
    fields = (
        "name", "email", "employee_id", "job_title", "grade", "working_pattern",
        "department", "team", "site", "manager", "time_zone", "language",
        "is_active", "is_staff", "left_on", "joined_at", "last_login",
    )  # fmt: skip


@admin.register(Department)
class DepartmentAdmin(ReadOnlyAdmin):
    """Departments."""

    list_display = ("name", "is_it", "lead", "hosting_hours_per_month")
    list_select_related = ("lead",)
    search_fields = ("name",)


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    """Teams."""

    list_display = ("name", "department")
    list_select_related = ("department",)
    search_fields = ("name",)


@admin.register(Site)
class SiteAdmin(ReadOnlyAdmin):
    """Sites."""

    list_display = ("name", "time_zone", "country")
    search_fields = ("name",)
