"""Addresses of the matching room."""

from django.urls import URLPattern, path

from programs.matching import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/restart/", views.restart, name="restart"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/other-preset/", views.other_preset, name="other_preset"),
    path("<int:pk>/ask/<int:number>/", views.ask_host, name="ask_host"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/compare/<int:other_pk>/", views.compare, name="compare"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/export/", views.export, name="export"),
    path("<int:pk>/record/", views.record, name="record"),
    path("<int:pk>/draw/", views.export_lots, name="export_lots"),
    path("<int:pk>/people/<int:enrollment_pk>/", views.person, name="person"),
    path("<int:pk>/place/<int:enrollment_pk>/", views.place, name="place"),
    path("<int:pk>/simulate/<int:enrollment_pk>/", views.simulate, name="simulate"),
    path("cohorts/<int:pk>/rules/", views.rules, name="rules"),
    path("cohorts/<int:pk>/floors/", views.add_floor, name="add_floor"),
    path("floors/<int:pk>/remove/", views.remove_floor, name="remove_floor"),
    path("cohorts/<int:pk>/repairs/", views.repairs, name="repairs"),
    path("visits/<int:pk>/repair/", views.repair, name="repair"),
    path("repairs/<int:pk>/", views.consent, name="consent"),
    path("repairs/<int:pk>/withdraw/", views.withdraw_repair, name="withdraw_repair"),
    path("placements/<int:pk>/lock/", views.lock, name="lock"),
    path("placements/<int:pk>/take-out/", views.take_out, name="take_out"),
    path("edits/<int:pk>/why/", views.explain, name="explain"),
    path("placements/<int:pk>/move/", views.move, name="move"),
]
