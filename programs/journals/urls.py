"""Addresses of the journals room."""

from django.urls import path

from programs.journals import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("shared/", views.shared, name="shared"),
    path("photos/<int:pk>/", views.photo, name="photo"),
    path("photos/<int:pk>/remove/", views.remove_photo, name="remove_photo"),
    path("insights/", views.insights, name="insights"),
    path("insights/<int:pk>/", views.insight, name="insight"),
    path("insights/<int:pk>/take-back/", views.take_back_insight, name="take_back_insight"),
    path("insights/<int:pk>/part/", views.part_insight, name="part_insight"),
    path("findings/<int:program_pk>/", views.findings, name="findings"),
    path("finding/<int:pk>/", views.finding, name="finding"),
    path("heard/<int:program_pk>/", views.heard, name="heard"),
    path("heard/<int:program_pk>/file/", views.heard_file, name="heard_file"),
    path("quotes/", views.quotes, name="quotes"),
    path("quotes/<int:pk>/", views.quote, name="quote"),
    path("quotes/<int:pk>/consent/", views.consent, name="consent"),
    path("quotes/<int:pk>/withhold/", views.withhold, name="withhold"),
    path("quotes/ask/<int:reflection_pk>/", views.ask_quote, name="ask_quote"),
    path("quotes/choose/<int:cohort_pk>/<str:destination>/", views.choose_quotes, name="choose_quotes"),
    path("themes/<int:program_pk>/", views.themes, name="themes"),
    path("themes/<int:program_pk>/begin/", views.begin_themes, name="begin_themes"),
    path("themes/<int:program_pk>/merge/", views.merge_theme, name="merge_theme"),
    path("themes/<int:program_pk>/tag/", views.coding, name="coding"),
    path("themes/<int:program_pk>/words/", views.keywords, name="keywords"),
    path("roadmap/<int:program_pk>/", views.roadmap, name="roadmap"),
    path("roadmap/item/<int:pk>/", views.roadmap_item, name="roadmap_item"),
    path("<int:visit_pk>/", views.visit, name="visit"),
    path("<int:visit_pk>/<str:section>/", views.write, name="write"),
    path("<int:visit_pk>/<str:section>/photo/", views.add_photo, name="add_photo"),
    path("<int:visit_pk>/<str:section>/who/", views.open_section, name="open_section"),
    path("<int:visit_pk>/<str:section>/insight/", views.cut_insight, name="cut_insight"),
    path("<int:visit_pk>/<str:section>/quote/", views.offer_quote, name="offer_quote"),
]
