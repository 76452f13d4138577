"""Addresses of the journals room."""

from django.urls import path

from programs.journals import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("shared/", views.shared, name="shared"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("photos/<int:pk>/remove/", views.remove_photo, name="remove_photo"),
    path("<int:visit_pk>/", views.visit, name="visit"),
    path("<int:visit_pk>/<str:section>/", views.write, name="write"),
    path("<int:visit_pk>/<str:section>/photo/", views.add_photo, name="add_photo"),
    path("<int:visit_pk>/<str:section>/who/", views.open_section, name="open_section"),
]
