"""Addresses of the surveys room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
