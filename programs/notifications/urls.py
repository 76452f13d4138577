"""Addresses of the notifications room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
