"""The administrator's view: people and settings. Private text, answers and ballots are not in it."""

from django.contrib import admin

from programs.people.models import Department, Person, Site, Team

admin.site.register([Department, Person, Site, Team])
