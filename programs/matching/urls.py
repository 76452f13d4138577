"""Addresses of the matching room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
