"""Addresses of the commitments room."""

from django.urls import path

from programs.commitments import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("quick-wins/", views.quick_wins, name="quick_wins"),
    path("quick-wins/<int:pk>/thank/", views.thank, name="thank"),
    path("propose/<int:visit_pk>/", views.propose, name="propose"),
    path("told/<int:pk>/", views.answered, name="answered"),
    path("frictions/", views.frictions, name="frictions"),
    path("frictions/report/", views.report_friction, name="report_friction"),
    path("frictions/minutes/", views.minutes, name="minutes"),
    path("frictions/minutes/file/", views.minutes_file, name="minutes_file"),
    path("frictions/routing/", views.routing, name="routing"),
    path("frictions/<int:pk>/", views.friction, name="friction"),
    path("frictions/<int:pk>/links/", views.link_friction, name="link_friction"),
    path("frictions/<int:pk>/<str:step>/", views.move_friction, name="move_friction"),
    path("squad/<int:pk>/leave/", views.leave_squad, name="leave_squad"),
    path("<int:pk>/", views.commitment, name="commitment"),
    path("<int:pk>/words/", views.reword, name="reword"),
    path("<int:pk>/squad/", views.join_squad, name="join_squad"),
    path("<int:pk>/<str:step>/", views.step, name="step"),
]
