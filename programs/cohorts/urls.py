"""Addresses of the cohorts room."""

from django.urls import URLPattern, path

from programs.cohorts import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("programs/add/", views.add_program, name="add_program"),
    path("programs/<int:pk>/", views.program, name="program"),
    path("programs/<int:pk>/edit/", views.edit_program, name="edit_program"),
    path("programs/<int:pk>/roles/", views.name_role, name="name_role"),
    path("programs/<int:pk>/add/", views.add_cohort, name="add_cohort"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("<int:pk>/", views.cohort, name="cohort"),
    path("<int:pk>/edit/", views.edit_cohort, name="edit_cohort"),
    path("<int:pk>/enroll/", views.enroll, name="enroll"),
    path("<int:pk>/enrollments/", views.enrollments, name="enrollments"),
    path("<int:pk>/enrollments/add/", views.enroll_people, name="enroll_people"),
    path("<int:pk>/exclusions/", views.exclusions, name="exclusions"),
    path("exclusions/<int:pk>/lift/", views.lift_exclusion, name="lift_exclusion"),
    path("enrollments/<int:pk>/", views.enrollment, name="enrollment"),
    path("enrollments/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
