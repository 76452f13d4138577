"""Addresses of the commitments room."""

from django.urls import path

from programs.commitments import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("quick-wins/", views.quick_wins, name="quick_wins"),
    path("propose/<int:visit_pk>/", views.propose, name="propose"),
    path("<int:pk>/", views.commitment, name="commitment"),
    path("<int:pk>/<str:step>/", views.step, name="step"),
    path("frictions/", views.frictions, name="frictions"),
    path("frictions/report/", views.report_friction, name="report_friction"),
    path("frictions/<int:pk>/", views.friction, name="friction"),
    path("frictions/<int:pk>/<str:step>/", views.move_friction, name="move_friction"),
]
