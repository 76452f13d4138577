"""Addresses of the briefings room."""

from django.urls import URLPattern, path

from programs.briefings import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("worker.js", views.worker, name="worker"),
    path("me/", views.card, name="card"),
    path("me/photo/", views.own_photo, name="own_photo"),
    path("me/photo/remove/", views.remove_photo, name="remove_photo"),
    path("departments/<int:pk>/", views.department, name="department"),
    path("departments/<int:pk>/systems/", views.add_system, name="add_system"),
    path("systems/<int:pk>/remove/", views.remove_system, name="remove_system"),
    path("words/<int:pk>/remove/", views.remove_word, name="remove_word"),
    path("<int:pk>/", views.pack, name="pack"),
    path("<int:pk>/pack.pdf", views.pdf, name="pdf"),
    path("<int:pk>/faces/<int:person>.jpg", views.face, name="face"),
    path("<int:pk>/agree/", views.agree, name="agree"),
    path("<int:pk>/strategy/", views.strategy, name="strategy"),
]
