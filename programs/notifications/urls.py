"""Addresses of the notifications room."""

from django.urls import URLPattern, path

from programs.notifications import views

urlpatterns: list[URLPattern] = [
    path("", views.outbox, name="outbox"),
    path("preferences/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/body/", views.letter_body, name="letter_body"),
    path("<int:pk>/invite.ics", views.letter_calendar, name="letter_calendar"),
    path("<int:pk>/send-again/", views.send_again, name="send_again"),
]
