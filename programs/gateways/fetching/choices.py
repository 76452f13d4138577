"""Every reason why an address is not fetched."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FetchReason(TextChoices):
    """Why nothing could be fetched; what was kept before stays as it is."""

    BAD_ADDRESS = "bad_address", _("This is not an address of a calendar. It begins with https:// or webcal://.")
    NOT_ALLOWED = "not_allowed", _("This address leads into a private network, where Exchange doesn't go.")
    NO_SUCH_HOST = "no_such_host", _("There is no server %(host)s.")
    UNREACHABLE = "unreachable", _("The server %(host)s doesn't answer.")
    NOT_SAFE = "not_safe", _("The certificate of %(host)s is not valid.")
    TOO_SLOW = "too_slow", _("The server %(host)s took longer than %(seconds)s seconds.")
    TOO_BIG = "too_big", _("The calendar is larger than %(megabytes)s MB.")
    REDIRECTS = "redirects", _("The address leads from one to the next without end.")
    LOGIN = "login", _("The server wants a login: publish the calendar anew and take its new secret address.")
    GONE = "gone", _("There is no calendar at this address any more: publish it anew and take its new address.")
    REFUSED = "refused", _("The server %(host)s answers with an error (%(status)s).")
    NO_COLLECTION = "no_collection", _("This is not a CalDAV calendar.")
