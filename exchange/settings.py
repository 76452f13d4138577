"""Settings of an Exchange installation, read from the environment.

Every variable is listed with its meaning in README.md. Nothing here has a secret as
its default outside the demo: a real installation that lacks one doesn't start.
"""

import zoneinfo
from pathlib import Path

import django
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# The demo -----------------------------------------------------------------------------
# EXCHANGE_DEMO=1 is what `make run` sets: throw-away keys, mail to files, demo accounts.
DEMO = env.bool("EXCHANGE_DEMO", default=False)
DEBUG = env.bool("EXCHANGE_DEBUG", default=False)
VAR_DIR = Path(env.str("EXCHANGE_VAR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("EXCHANGE_SECRET_KEY", default="")
if not SECRET_KEY and DEMO:
    SECRET_KEY = "demo-only-" + "0" * 60
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set EXCHANGE_SECRET_KEY to a random value of at least 50 characters.")
SECRET_KEY_FALLBACKS = env.list("EXCHANGE_SECRET_KEY_FALLBACKS", default=[])

PUBLIC_URL = env.str("EXCHANGE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("EXCHANGE_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
if DEBUG and not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}:
    raise ImproperlyConfigured("EXCHANGE_DEBUG is for this machine only: take the public names out of EXCHANGE_HOSTS.")

# Keys that stay outside the database and outside its backups -------------------------
# "id:base64key,id:base64key": the first seals, all open. See docs/operations.md.
FIELD_KEYS = env.list("EXCHANGE_FIELD_KEYS", default=[])
# Links two waves of one person: HMAC key, one per programme derived from it.
LINK_KEY = env.str("EXCHANGE_LINK_KEY", default="")
if DEMO:
    FIELD_KEYS = FIELD_KEYS or ["demo:" + "ZGVtbyBvbmx5IGZpZWxkIGtleSAzMiBieXRlcyBsb24="]
    LINK_KEY = LINK_KEY or "demo only link key"
if not FIELD_KEYS or not LINK_KEY:
    raise ImproperlyConfigured(
        "Set EXCHANGE_FIELD_KEYS and EXCHANGE_LINK_KEY: docs/operations.md says how to make them."
    )

# Applications --------------------------------------------------------------------------
# Tasks and template partials are part of Django 6; on 5.2 they are packages.
DJANGO_6 = django.VERSION >= (6, 0)
INSTALLED_APPS = [
    "programs",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "exchange.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    *([] if DJANGO_6 else ["django_tasks"]),
    "django_tasks_db",
    "heroicons",
    *([] if DJANGO_6 else ["template_partials"]),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "exchange.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "exchange.urls"
WSGI_APPLICATION = "exchange.wsgi.application"
ASGI_APPLICATION = "exchange.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [] if DJANGO_6 else ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programs.home.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "django_tables2/exchange.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "table"}

# Database ------------------------------------------------------------------------------
DATABASES = {"default": env.db("EXCHANGE_DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'exchange.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes the lock at its start, so that it
    # never fails half-way with "database is locked". FULL: a commit survives power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Background jobs -----------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": env.str("EXCHANGE_TASKS", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": [],
    }
}

# People and sign-in --------------------------------------------------------------------
AUTH_USER_MODEL = "programs.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:index"
ACCOUNT_ADAPTER = "exchange.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
USERSESSIONS_TRACK_ACTIVITY = False

# Languages, days and times ---------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["exchange.formats"]
USE_TZ = True
TIME_ZONE = env.str("EXCHANGE_TIME_ZONE", default="Europe/Berlin")
# The pinned tzdata package, not the machine's own zones, which may be years old: two
# machines, or a page and a feed, must never differ about an hour.
zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()

# Static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "EXCHANGE_STATIC_STORAGE",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}

# Mail ------------------------------------------------------------------------------------
MAIL_FILES = VAR_DIR / "mail"
if DEMO and not env.str("EXCHANGE_EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FILES)
else:
    vars().update(env.email_url("EXCHANGE_EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("EXCHANGE_MAIL_FROM", default="Exchange <exchange@localhost.localdomain>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The domain of event UIDs and organiser addresses; never change it once mail went out.
CALENDAR_DOMAIN = env.str("EXCHANGE_CALENDAR_DOMAIN", default="localhost.localdomain")
# Where people's calendars may be fetched from besides the public internet ("10.20.0.0/16,…").
FETCH_NETWORKS = env.list("EXCHANGE_FETCH_NETWORKS", default=[])
FETCH_PLAIN_HTTP = env.bool("EXCHANGE_FETCH_PLAIN_HTTP", default=False)
# Beside the calendar part that mail programs act on, a copy as a file: invite.ics. Gmail
# then shows two, so this is for companies whose mail server strips calendar parts.
ATTACH_INVITES = env.bool("EXCHANGE_ATTACH_INVITES", default=False)
# Mail to us: answers from calendars, and news of what could not be delivered. An IMAP
# mailbox is read each minute; otherwise the mail server hands messages to `receive_mail`.
MAILBOX_URL = env.str("EXCHANGE_MAILBOX_URL", default="")
READS_MAIL = env.bool("EXCHANGE_READS_MAIL", default=bool(MAILBOX_URL))
# Our own mail server's name in Authentication-Results: whose word on a sender we take.
MAIL_AUTHORITY = env.str("EXCHANGE_MAIL_AUTHORITY", default="")

# Security ----------------------------------------------------------------------------------
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("EXCHANGE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "exchange.logs.MaskSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("EXCHANGE_LOG_LEVEL", default="INFO")},
    "loggers": {
        # Request lines hold the addresses of feeds: through the console, which masks them.
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # fontTools says at INFO what it keeps of each font.
        "fontTools": {"level": "WARNING"},
    },
}
