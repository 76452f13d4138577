"""Lists of the people room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    """Which colours a person reads pages in."""

    AUTO = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class ImportState(TextChoices):
    """Where an import of people stands."""

    CHECKED = "checked", _("Checked")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")


class ImportReason(TextChoices):
    """Every reason why a row of a people file, or the file as a whole, is refused."""

    MISSING_COLUMN = "missing_column", _("The column “%(column)s” is missing.")
    COLUMN_TWICE = "column_twice", _("The column “%(column)s” is there more than once: %(headers)s.")
    NO_ROWS = "no_rows", _("The file holds no people.")
    TOO_MANY_CELLS = "too_many_cells", _("The row has more cells than the header. Is a comma missing its quotes?")
    MISSING_VALUE = "missing_value", _("“%(column)s” is empty.")
    TOO_LONG = "too_long", _("“%(column)s” is longer than %(limit)s characters.")
    FORMULA = "formula", _("“%(column)s” begins like a formula: %(value)s")
    CONTROL_CHARACTER = "control_character", _("“%(column)s” holds an invisible control character.")
    BAD_EMAIL = "bad_email", _("“%(value)s” is not an e-mail address.")
    UNKNOWN_TIME_ZONE = "unknown_time_zone", _("“%(value)s” is not a time zone. Use a name such as Europe/Berlin.")
    UNKNOWN_LANGUAGE = "unknown_language", _("“%(value)s” is not a language of this site: %(languages)s.")
    TEAM_WITHOUT_DEPARTMENT = "team_without_department", _("The team “%(value)s” needs a department.")
    ID_TWICE = "id_twice", _("The employee id “%(value)s” is in the file more than once: lines %(lines)s.")
    EMAIL_TWICE = "email_twice", _("The e-mail “%(value)s” is in the file more than once: lines %(lines)s.")
    EMAIL_TAKEN = "email_taken", _("The e-mail “%(value)s” belongs to %(name)s already.")
    UNKNOWN_MANAGER = "unknown_manager", _("The manager “%(value)s” is not in the file.")
    AMBIGUOUS_MANAGER = "ambiguous_manager", _("“%(value)s” could be more than one manager. Use the employee id.")
    MANAGER_CYCLE = "manager_cycle", _("These people manage each other in a circle: %(names)s.")
    WRONG_STATE = "wrong_state", _("This file was already applied or discarded.")
    BAD_ROWS = "bad_rows", _("%(count)s rows have errors. Nothing is changed until all rows are right.")
    PLAN_CHANGED = "plan_changed", _("The people have changed since you looked. Please check the preview again.")
    MANY_LEAVERS = (
        "many_leavers",
        _("%(count)s of %(of)s people would be leavers. Confirm that this is meant."),
    )
    LEAVES_YOU_OUT = "leaves_you_out", _("You are not in the file: it would end your own account.")


class PersonReason(TextChoices):
    """Why a change to a person, department, team or site is refused."""

    EMAIL_TAKEN = "email_taken", _("This e-mail address belongs to %(name)s already.")
    ID_TAKEN = "id_taken", _("This employee id belongs to %(name)s already.")
    MANAGER_CYCLE = "manager_cycle", _("These people would manage each other in a circle: %(names)s.")
    TEAM_OF_OTHER_DEPARTMENT = "team_of_other_department", _("The team %(team)s belongs to %(department)s.")
    YOURSELF = "yourself", _("You can't do this to your own account.")
    NAME_TAKEN = "name_taken", _("There is already one with this name.")
