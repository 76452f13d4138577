"""Addresses of the relationships room."""

from django.urls import path

from programs.relationships import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("listing/", views.listing, name="listing"),
    path("after/<int:visit_pk>/", views.check_in, name="check_in"),
    path("after/<int:visit_pk>/<int:after_days>/", views.later, name="later"),
    path("roster/<int:roster_pk>/", views.answer, name="answer"),
    path("roster/<int:roster_pk>/decline/", views.decline, name="decline"),
    path("cohorts/<int:cohort_pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:cohort_pk>/new/", views.draft, name="draft"),
    path("rosters/<int:pk>/open/", views.open_roster, name="open_roster"),
    path("rosters/<int:pk>/close/", views.close_roster, name="close_roster"),
]
