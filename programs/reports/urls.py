"""Addresses of the reports room."""

from django.urls import path

from programs.reports import views

urlpatterns = [
    path("", views.index, name="index"),
    path("cohorts/<int:cohort_pk>/new/", views.take, name="take"),
    path("<int:pk>/", views.snapshot, name="snapshot"),
    path("<int:pk>/export/", views.export, name="export"),
    path("<int:pk>/figures.csv", views.figures_csv, name="figures_csv"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/download/", views.download, name="download"),
]
