"""A review as plain values: its calendar entry, and its brief as a page to print."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.charts import fonts
from programs.gateways import pdf
from programs.gateways.ics import CalendarEntry
from programs.gateways.pdf import sheets
from programs.objectives import documents as objective_documents
from programs.reviews.choices import ReviewState
from programs.reviews.models import Review
from programs.reviews.queries import Brief


def review_entry(review: Review) -> CalendarEntry:
    """Return a review as an event in its guests' calendars, in the active language; the same for every guest."""
    is_off = review.state == ReviewState.CALLED_OFF
    url = address_of(review)
    return CalendarEntry(
        uid=f"review-{review.uid}@{settings.CALENDAR_DOMAIN}",
        sequence=review.sequence,
        title=_("Review: %(it)s and %(department)s")
        % {"it": review.it_department.name, "department": review.department.name},
        description=_("The one-page brief is here: %(link)s") % {"link": url},
        location=review.place,
        url=url,
        on=review.starts_at.date(),
        starts_at=review.starts_at,
        ends_at=review.ends_at,
        zone=review.zone,
        is_whole_day=False,
        status="CANCELLED" if is_off else "CONFIRMED",
        changed_at=review.changed_at,
        made_at=review.called_at,
        organizer_name=review.called_by.name,
        organizer_address=review.called_by.email,
    )


def address_of(review: Review) -> str:
    """Return the public address of a review's page."""
    return str(settings.PUBLIC_URL) + reverse("reviews:review", args=[review.pk])


def brief_job(brief: Brief) -> pdf.PdfJob:
    """Return the printed brief in the active language; its charts are the strings of the page."""
    stories = [one for story in brief.stories for one in story.measures]
    charts = {
        f"measure-{one.measure.pk}": objective_documents.chart_of(one, width=objective_documents.MIDDLE)
        for one in stories
    }
    html = render_to_string("reviews/print/brief.html", {"brief": brief, "facts": facts_of(brief)})
    return sheets.sheet(html, fonts.faces(), charts=charts)


def facts_of(brief: Brief) -> list[str]:
    """Return the counts of a brief as sentences."""
    facts = [
        ngettext("%(count)s visit held since last time", "%(count)s visits held since last time", brief.visits_held)
        % {"count": brief.visits_held},
        ngettext("%(count)s visit ahead", "%(count)s visits ahead", brief.visits_ahead) % {"count": brief.visits_ahead},
    ]
    if brief.frictions_open:
        facts.append(
            _("%(count)s open frictions cost %(hours)s hours a month")
            % {"count": brief.frictions_open, "hours": round(brief.minutes_a_month / 60)}
        )
    if brief.commitments_kept:
        facts.append(
            ngettext(
                "%(count)s promise is kept between its people",
                "%(count)s promises are kept between their people",
                brief.commitments_kept,
            )
            % {"count": brief.commitments_kept}
        )
    return facts
