"""Rows of the reviews room."""

import datetime

from programs.reviews.models import Review, ReviewGuest


def make_review(objective, starts_at, *, called_by, guests=(), state="planned", minutes=60, **fields):
    review = Review.objects.create(
        program=objective.program,
        it_department=objective.it_department,
        department=objective.department,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=minutes),
        zone=called_by.time_zone,
        state=state,
        called_by=called_by,
        called_at=starts_at - datetime.timedelta(days=20),
        changed_at=starts_at - datetime.timedelta(days=20),
        **fields,
    )
    for person in guests:
        ReviewGuest.objects.create(review=review, person=person)
    return review
