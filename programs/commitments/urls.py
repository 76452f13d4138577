"""Addresses of the commitments room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
