"""Addresses of the relationships room."""

from django.urls import path

from programs.relationships import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("after/<int:visit_pk>/", views.check_in, name="check_in"),
]
