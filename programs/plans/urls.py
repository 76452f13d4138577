"""Addresses of the plans room."""

from django.urls import path

from programs.plans import views

urlpatterns = [
    path("programs/<int:program_pk>/messages/", views.plan, name="plan"),
    path("programs/<int:program_pk>/messages/add/", views.add_message, name="add_message"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/send/", views.send, name="send"),
    path("messages/<int:pk>/said/", views.said, name="said"),
    path("messages/<int:pk>/drop/", views.drop_message, name="drop_message"),
    path("programs/<int:program_pk>/risks/", views.risks, name="risks"),
    path("programs/<int:program_pk>/risks.csv", views.risks_csv, name="risks_csv"),
    path("programs/<int:program_pk>/risks/add/", views.add_risk, name="add_risk"),
    path("risks/<int:pk>/", views.risk, name="risk"),
    path("programs/<int:program_pk>/milestones/", views.milestones, name="milestones"),
    path("programs/<int:program_pk>/milestones/add/", views.add_milestone, name="add_milestone"),
    path("milestones/<int:pk>/reach/", views.reach, name="reach"),
    path("milestones/<int:pk>/drop/", views.drop_milestone, name="drop_milestone"),
]
