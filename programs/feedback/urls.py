"""Addresses of the feedback room."""

from django.urls import path

from programs.feedback import views

urlpatterns = [
    path("forms/<int:pk>/", views.answer, name="answer"),
    path("forms/<int:pk>/read/", views.read, name="read"),
    path("cohorts/<int:cohort_pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:cohort_pk>/release/", views.release, name="release"),
    path("cohorts/<int:cohort_pk>/figures.csv", views.figures_csv, name="figures_csv"),
]
