"""The risk register as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from programs.gateways.tables import write_csv
from programs.plans.models import Risk


def risks_csv(risks: Iterable[Risk]) -> bytes:
    """Return the register as CSV, in the order given, with product and days in ISO form."""
    header = (
        _("Risk"),
        _("Likelihood, 1 to 5"),
        _("Impact, 1 to 5"),
        _("Likelihood times impact"),
        _("State"),
        _("Owner"),
        _("What we do about it"),
        _("Next review"),
    )
    rows = (
        (
            risk.text,
            risk.likelihood,
            risk.impact,
            risk.likelihood * risk.impact,
            risk.get_state_display(),
            risk.owner.name,
            risk.mitigation,
            risk.review_on.isoformat(),
        )
        for risk in risks
    )
    return write_csv(header, rows)
