"""Addresses of the availability room."""

from django.urls import URLPattern, path

from programs.availability import import_views, views

urlpatterns: list[URLPattern] = [
    path("", views.busy, name="busy"),
    path("preview/", views.preview, name="preview"),
    path("preview/keep/", views.keep_preview, name="keep_preview"),
    path("preview/zone/", views.move_preview, name="move_preview"),
    path("preview/drop/", views.drop_preview, name="drop_preview"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("calendars/<int:pk>/", views.calendar, name="calendar"),
    path("calendars/<int:pk>/retry/", views.retry_calendar, name="retry_calendar"),
    path("calendars/<int:pk>/zone/", views.change_zone, name="change_zone"),
    path("calendars/<int:pk>/forget/", views.forget_calendar, name="forget_calendar"),
    path("blackouts/", views.blackouts, name="blackouts"),
    path("blackouts/add/", views.add_blackout, name="add_blackout"),
    path("blackouts/<int:pk>/", views.edit_blackout, name="edit_blackout"),
    path("blackouts/<int:pk>/lift/", views.lift_blackout, name="lift_blackout"),
    path("imported/", import_views.imported, name="imported"),
    path("imported/add/<slug:kind>/", import_views.import_calendar, name="import_calendar"),
    path("imported/<int:pk>/", import_views.read_again, name="read_again"),
    path("imported/<int:pk>/drop/", import_views.drop_calendar, name="drop_calendar"),
    path("teams/", views.teams, name="teams"),
    path("teams/<int:pk>/cover/", views.edit_cover, name="edit_cover"),
    path("duties/<int:pk>/end/", views.end_duty, name="end_duty"),
]
