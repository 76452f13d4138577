"""Addresses of the calendars room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
