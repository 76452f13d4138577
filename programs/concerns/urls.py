"""Addresses of the concerns room. A reply token is never part of one: addresses end up in logs."""

from django.urls import path

from programs.concerns import views

urlpatterns = [
    path("", views.index, name="index"),
    path("raise/", views.raise_concern, name="raise_concern"),
    path("follow/", views.follow, name="follow"),
    path("follow/reply/", views.follow_reply, name="follow_reply"),
    path("<uuid:pk>/", views.concern, name="concern"),
    path("<uuid:pk>/take-on/", views.take_on, name="take_on"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/merge/", views.merge, name="merge"),
    path("<uuid:pk>/hold/", views.hold, name="hold"),
    path("<uuid:pk>/reply/", views.reply, name="reply"),
    path("<uuid:pk>/change/", views.change_for_concern, name="change_for_concern"),
    path("you-said/", views.you_said, name="you_said"),
    path("programs/<int:program_pk>/drafts/add/", views.add_draft, name="add_draft"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("remarks/<uuid:pk>/hold/", views.hold_remark, name="hold_remark"),
    path("remarks/<uuid:pk>/change/", views.change_for_remark, name="change_for_remark"),
]
