"""Addresses of the people room."""

from django.urls import URLPattern, path

from programs.people import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("people.csv", views.export, name="export"),
    path("add/", views.add_person, name="add_person"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/edit/", views.edit_person, name="edit_person"),
    path("<int:pk>/deactivate/", views.deactivate_person, name="deactivate_person"),
    path("<int:pk>/reactivate/", views.reactivate_person, name="reactivate_person"),
    path("settings/", views.settings, name="settings"),
    path("places/", views.places, name="places"),
    path("places/<slug:kind>/add/", views.add_place, name="add_place"),
    path("places/<slug:kind>/<int:pk>/", views.edit_place, name="edit_place"),
    path("imports/", views.imports, name="imports"),
    path("imports/example.csv", views.import_example, name="import_example"),
    path("imports/<int:pk>/", views.preview_import, name="preview_import"),
    path("imports/<int:pk>/apply/", views.apply_import, name="apply_import"),
    path("imports/<int:pk>/discard/", views.discard_import, name="discard_import"),
    path("imports/<int:pk>/errors.csv", views.import_errors, name="import_errors"),
    path("sign-in/", views.magic_link, name="magic_link"),
    path("sign-in/sent/", views.link_sent, name="link_sent"),
    path("sign-in/<str:token>/", views.open_link, name="open_link"),
]
