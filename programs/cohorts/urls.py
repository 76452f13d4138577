"""Addresses of the cohorts room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
