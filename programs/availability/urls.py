"""Addresses of the availability room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
