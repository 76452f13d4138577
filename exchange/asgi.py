"""The ASGI entry point, for servers that want one. WSGI is what we measure and recommend."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
application = get_asgi_application()
