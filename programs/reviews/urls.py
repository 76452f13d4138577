"""Addresses of the reviews room."""

from django.urls import URLPattern, path

from programs.reviews import views

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("call/", views.call, name="call"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/call-off/", views.call_off, name="call_off"),
    path("<int:pk>/held/", views.hold, name="hold"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("decisions/<int:pk>/", views.promise, name="promise"),
    path("<int:pk>/brief/", views.ask_for_brief, name="ask_for_brief"),
    path("briefs/<int:pk>/", views.brief, name="brief"),
    path("briefs/<int:pk>/file.pdf", views.download, name="download"),
]
