"""Apps of libraries as this site configures them."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """Puts our admin site in the place of Django's."""

    default_site = "exchange.administration.AdminSite"
