"""Addresses of the change room."""

from django.urls import path, re_path

from programs.change import views

urlpatterns = [
    path("programs/<int:program_pk>/", views.program, name="program"),
    path("programs/<int:program_pk>/pulse/", views.pulse, name="pulse"),
    path("programs/<int:program_pk>/pulse/plan/", views.plan_pulse, name="plan_pulse"),
    re_path(r"^programs/(?P<program_pk>[0-9]+)/pulse/(?P<element>P[1-5])/task/$", views.add_task, name="add_task"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/done/", views.finish_task, name="finish_task"),
    path("programs/<int:program_pk>/champions/", views.champions, name="champions"),
    path("programs/<int:program_pk>/champions/ask/", views.nominate, name="nominate"),
    path("champions/<int:pk>/answer/", views.answer_nomination, name="answer_nomination"),
    path("champions/<int:pk>/note/", views.note_deed, name="note_deed"),
    path("champions/<int:pk>/end/", views.end_champion, name="end_champion"),
    path("programs/<int:program_pk>/sponsors/", views.sponsors, name="sponsors"),
    path("programs/<int:program_pk>/sponsors/plan/", views.plan_sponsor_action, name="plan_sponsor_action"),
    path("sponsors/<int:pk>/done/", views.finish_sponsor_action, name="finish_sponsor_action"),
    path("programs/<int:program_pk>/checklist/", views.checklist, name="checklist"),
    path("thanks/", views.thanks, name="thanks"),
    path("thanks/<int:pk>/show/", views.show_thanks, name="show_thanks"),
]
