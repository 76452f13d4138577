"""Addresses of the calendars room. `exchange.logs` masks the token of a feed by its path."""

from django.urls import URLPattern, path

from programs.calendars import views

urlpatterns: list[URLPattern] = [
    path("", views.feeds, name="feeds"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
    path("visits/<int:pk>.ics", views.visit_file, name="visit_file"),
    path("<str:token>.ics", views.feed, name="feed"),
]
