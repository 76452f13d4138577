"""Addresses of the home room."""

from django.urls import URLPattern, path

from programs.home import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("help/", views.help, name="help"),
    path("readiness/<int:pk>/", views.readiness, name="readiness"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("settings/theme/", views.set_theme, name="set_theme"),
    path("settings/language/", views.set_language, name="set_language"),
]
