"""Addresses of the reports room."""

from django.urls import path

from programs.reports import views

urlpatterns = [
    path("", views.index, name="index"),
    path("verify/", views.verify, name="verify"),
    path("cohorts/<int:cohort_pk>/new/", views.take, name="take"),
    path("cohorts/<int:cohort_pk>/by-mail/", views.schedule, name="schedule"),
    path("by-mail/<int:pk>/end/", views.end_schedule, name="end_schedule"),
    path("<int:pk>/", views.snapshot, name="snapshot"),
    path("<int:pk>/editions/<slug:edition>/", views.edition, name="edition"),
    path("<int:pk>/departments/<slug:department>/", views.department, name="department"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/export/", views.export, name="export"),
    path("<int:pk>/figures.<slug:kind>", views.figures_file, name="figures_file"),
    path("<int:pk>/charts/<slug:name>.<slug:kind>", views.chart, name="chart"),
    path("own/", views.own, name="own"),
    path("own/cohorts/<int:cohort_pk>/make/", views.make_own, name="make_own"),
    path("runs/<int:pk>/print/", views.print_run, name="print_run"),
    path("objectives/<int:pk>/print/", views.print_pair, name="print_pair"),
    path("own/<int:pk>/", views.own_document, name="own_document"),
    path("own/<int:pk>/download/", views.own_download, name="own_download"),
    path("<int:pk>/batches/", views.ask_for_batch, name="ask_for_batch"),
    path("batches/<int:pk>/", views.batch, name="batch"),
    path("batches/<int:pk>/stop/", views.stop_batch, name="stop_batch"),
    path("batches/<int:pk>/download.<slug:kind>", views.batch_download, name="batch_download"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/download/", views.download, name="download"),
]
