"""The addresses of every room. Each room owns a prefix and a namespace."""

from django.urls import URLPattern, URLResolver, include, path

ROOMS = {
    "": "home",
    "people/": "people",
    "offerings/": "hosting",
    "cohorts/": "cohorts",
    "availability/": "availability",
    "objectives/": "objectives",
    "reviews/": "reviews",
    "visits/": "visits",
    "briefings/": "briefings",
    "journal/": "journals",
    "commitments/": "commitments",
    "concerns/": "concerns",
    "plans/": "plans",
    "change/": "change",
    "relationships/": "relationships",
    "surveys/": "surveys",
    "feedback/": "feedback",
    "matching/": "matching",
    "calendars/": "calendars",
    "calendar/": "diaries",
    "reports/": "reports",
    "mail/": "notifications",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include((f"programs.{room}.urls", room))) for prefix, room in ROOMS.items()
]
