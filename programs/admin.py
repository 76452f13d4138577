"""The administrator's view: people and places. Private text, answers and ballots are not in it."""

from programs.people.admin import DepartmentAdmin, PersonAdmin, SiteAdmin, TeamAdmin

__all__ = ["DepartmentAdmin", "PersonAdmin", "SiteAdmin", "TeamAdmin"]
