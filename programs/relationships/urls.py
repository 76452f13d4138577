"""Addresses of the relationships room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
