"""Addresses of the hosting room."""

from django.urls import URLPattern, path

from programs.hosting import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("departments/", views.departments, name="departments"),
    path("departments/<int:pk>/hours/", views.hours, name="hours"),
    path("departments/<int:pk>/wishes/", views.wishes, name="wishes"),
    path("wishes/<int:pk>/drop/", views.drop_wish, name="drop_wish"),
    path("skills/", views.skills, name="skills"),
    path("skills/<int:pk>/remove/", views.remove_skill, name="remove_skill"),
    path("add/", views.add_offering, name="add_offering"),
    path("<int:pk>/", views.offering, name="offering"),
    path("<int:pk>/agenda/<slug:complaint>/", views.mend_agenda, name="mend_agenda"),
    path("<int:pk>/edit/", views.edit_offering, name="edit_offering"),
    path("<int:pk>/days/", views.plan_days, name="plan_days"),
    path("<int:pk>/days/add/", views.add_day, name="add_day"),
    path("people/<int:program_pk>/", views.people, name="people"),
    path("days/<int:pk>/", views.day, name="day"),
    path("days/<int:pk>/move/", views.move_day, name="move_day"),
    path("days/<int:pk>/skip/", views.skip_day, name="skip_day"),
    path("days/<int:pk>/restore/", views.restore_day, name="restore_day"),
    path("weekly/<int:pk>/", views.edit_pattern, name="edit_pattern"),
    path("weekly/<int:pk>/end/", views.end_pattern, name="end_pattern"),
    path("<int:pk>/<slug:step>/", views.move_offering, name="move_offering"),
]
