"""Addresses of the home room."""

from django.urls import URLPattern, path

from programs.home import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("settings/theme/", views.set_theme, name="set_theme"),
    path("settings/language/", views.set_language, name="set_language"),
]
