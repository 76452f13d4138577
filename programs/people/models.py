"""People and where they belong: departments, teams, sites, and the files they came in."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from programs.core.models import Row
from programs.people.choices import ImportState, Theme


class Site(Row):
    """A place of work with its own time zone."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1, for public holidays"))
    subdivision = models.CharField(_("region"), max_length=8, blank=True)
    address = models.TextField(_("address"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The site's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


class Department(Row):
    """A business function, or IT (`is_it`)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_it = models.BooleanField(_("is IT"), default=False)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_departments",
        verbose_name=_("department lead"),
    )
    hosting_hours_per_month = models.PositiveSmallIntegerField(
        _("hosting budget"),
        null=True,
        blank=True,
        help_text=_("Hours a month that the department gives; empty means no limit."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name


class Team(Row):
    """A team of a department; operational cover is counted by team."""

    name = models.CharField(_("name"), max_length=120)
    department = models.ForeignKey(Department, models.PROTECT, related_name="teams", verbose_name=_("department"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint("department", "name", name="one_team_per_department_and_name")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Create a person; without a password they can sign in by mail only."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Create an administrator, whose address counts as verified: the operator typed it."""
        from allauth.account.models import EmailAddress  # noqa: PLC0415 - allauth's rows load after ours

        person = self.create_user(email, password, **(fields | {"is_staff": True, "is_superuser": True}))
        EmailAddress.objects.using(self._db).create(user=person, email=person.email, verified=True, primary=True)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by e-mail address, however it is written."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin, Row):
    """Anyone who signs in: visitor, host, line manager, lead, sponsor or administrator.

    Roles are not stored here: they follow from what a person owns (see each room's
    `access`). A leaver keeps the row, with `is_active` off and `left_on` set; once their
    visits, offerings and commitments have gone to others, `handed_over_at` says so.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    employee_id = models.CharField(_("employee id"), max_length=64, null=True, blank=True, unique=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("team"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("site"))
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("line manager")
    )
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    working_pattern = models.CharField(_("working pattern"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")
    language = models.CharField(_("language"), max_length=10, default="en-gb", choices=settings.LANGUAGES)
    theme = models.CharField(_("colours"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("account made at"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email_address")]
        indexes = [models.Index(fields=["department", "is_active"])]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name as people say it."""
        return self.name

    @property
    def initials(self) -> str:
        """Return up to two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's own time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


class PeopleImport(Row):
    """A file of people: checked first, then applied as a whole or not at all.

    `content` is the file while it waits; it is emptied once the file was applied or
    discarded, because by then it is only a copy of personal data.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    applied_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("people import")
        verbose_name_plural = _("people imports")

    def __str__(self) -> str:
        return self.file_name


class SignInLink(Row):
    """A link that somebody asked to be mailed, good once and for a quarter of an hour.

    `person` is empty when nobody has the address: asking looks the same from outside. The
    token is made when the mail is sent and only its SHA-256 is kept.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sign_in_links"
    )
    asked_at = models.DateTimeField()
    next_page = models.CharField(max_length=2000, blank=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
