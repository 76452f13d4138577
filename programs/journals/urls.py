"""Addresses of the journals room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
