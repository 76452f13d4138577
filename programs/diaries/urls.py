"""Addresses of the diaries room."""

from django.urls import URLPattern, path

from programs.diaries import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("visits/", views.visits, name="visits"),
    path("hosting/", views.hosting, name="hosting"),
    path("programme/", views.program, name="program"),
]
