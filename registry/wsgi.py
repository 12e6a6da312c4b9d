"""WSGI entry point: refuses to serve when the stored guarantees are not in place."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

application = get_wsgi_application()

from registry.startup import check_ready  # noqa: E402 - models load only after Django is set up

check_ready()
