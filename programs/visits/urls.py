"""Addresses of the visits room."""

from django.urls import URLPattern, path

from programs.visits import views

urlpatterns: list[URLPattern] = [
    path("", views.find, name="find"),
    path("days/<int:pk>/", views.day, name="day"),
    path("days/<int:pk>/book/", views.book, name="book"),
    path("days/<int:pk>/call-off/", views.call_off_day, name="call_off_day"),
    path("days/<int:pk>/wait/", views.wait, name="wait"),
    path("waiting/<int:pk>/leave/", views.leave_waiting_list, name="leave_waiting_list"),
    path("waiting/<int:pk>/take/", views.take_offer, name="take_offer"),
    path("waiting/<int:pk>/decline/", views.decline_offer, name="decline_offer"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/reschedule/", views.reschedule, name="reschedule"),
    path("<int:pk>/attendance/", views.attendance, name="attendance"),
    path("suggestions/<int:pk>/accept/", views.accept_suggestion, name="accept_suggestion"),
    path("suggestions/<int:pk>/refuse/", views.refuse_suggestion, name="refuse_suggestion"),
    path("answers/<int:pk>/", views.confirm_answer, name="confirm_answer"),
    path("proposals/<int:pk>/accept/", views.accept_proposal, name="accept_proposal"),
    path("proposals/<int:pk>/refuse/", views.refuse_proposal, name="refuse_proposal"),
    path("hosted/", views.hosted, name="hosted"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/suggest/", views.suggest, name="suggest"),
    path("<int:pk>/call-off/", views.call_off, name="call_off"),
    path("<int:pk>/access/<slug:item>/", views.note_access, name="note_access"),
    path("<int:pk>/access/<slug:item>/back/", views.take_back_access, name="take_back_access"),
    path("releases/", views.releases, name="releases"),
    path("releases/<int:pk>/grant/", views.grant, name="grant"),
    path("releases/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("all/", views.all_visits, name="all"),
    path("all.csv", views.all_csv, name="all_csv"),
]
