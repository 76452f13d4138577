"""Addresses of the calendars room. `exchange.logs` masks the token of a feed by its path."""

from django.urls import URLPattern, path

from programs.calendars import views

urlpatterns: list[URLPattern] = [
    path("", views.feeds, name="feeds"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
    path("visits/<int:pk>.ics", views.visit_file, name="visit_file"),
    path("truth/", views.truth, name="truth"),
    path("truth/<int:pk>/send-again/", views.send_again, name="send_again"),
    path("truth/<int:pk>/settle/", views.settle, name="settle"),
    path("truth/visits/<int:pk>/invite/", views.invite, name="invite"),
    path("truth/mail/<int:pk>/put-aside/", views.put_aside, name="put_aside"),
    path("<str:token>.ics", views.feed, name="feed"),
]
