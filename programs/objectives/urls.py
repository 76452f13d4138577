"""Addresses of the objectives room."""

from django.urls import URLPattern, path

from programs.objectives import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.objective, name="objective"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/measures/add/", views.add_measure, name="add_measure"),
    path("<int:pk>/readings/", views.import_readings, name="import_readings"),
    path("<int:pk>/readings.csv", views.readings_file, name="readings_file"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("measures/<int:pk>/note/", views.note, name="note"),
    path("measures/<int:pk>/edit/", views.edit_measure, name="edit_measure"),
    path("strategy/<int:program_pk>/", views.strategy, name="strategy"),
    path("strategy/<int:program_pk>/write/", views.write_strategy, name="write_strategy"),
]
