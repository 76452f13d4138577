"""Lists of the home room: what a cohort can lack for its next stage."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Check(TextChoices):
    """What is looked at before a cohort moves on, as a sentence that is true when it is met."""

    HOSTS_CHOSEN = "hosts_chosen", _("Host departments are chosen")
    HOSTS_LED = "hosts_led", _("Each host department has a lead")
    BASELINE_DRAFTED = "baseline_drafted", _("The baseline survey is prepared")
    BASELINE_OPENED = "baseline_opened", _("The baseline survey has been sent")
    OFFERINGS_PUBLISHED = "offerings_published", _("Each host department has published an offering")
    PEOPLE_ENROLLED = "people_enrolled", _("People have enrolled")
    DAYS_OFFERED = "days_offered", _("Each host department offers days ahead")
    PLACES_ENOUGH = "places_enough", _("There are places for all the visits wanted")
    BASELINE_CLOSED = "baseline_closed", _("The baseline survey is closed")
    RUN_PUBLISHED = "run_published", _("A matching plan is published")
    LAST_DAY_OVER = "last_day_over", _("The last visit day is over")
    REQUESTS_ANSWERED = "requests_answered", _("Every request is answered")
    ATTENDANCE_KNOWN = "attendance_known", _("Attendance is known for every visit")
    LATER_WAVE_CLOSED = "later_wave_closed", _("A later survey is closed, to compare with the baseline")
    REPORT_MADE = "report_made", _("A report is made")
