"""Settings of the tests: the product's own, with a key, fast hashing and unhashed static names."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("REGISTRY_SECRET_KEY", "only-for-tests-" + "0" * 32)
# The database of the tests is in memory; nothing is written here.
os.environ.setdefault("REGISTRY_DATA_DIR", f"{tempfile.gettempdir()}/registry-tests")

from registry.environment import BASE_DIR
from registry.settings import *  # noqa: F403 - the tests run the product's settings

STATIC_ROOT = BASE_DIR / "registry" / "static"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# No dumps are offered but those that a test writes.
EXPORTS_DIR = Path(tempfile.gettempdir()) / "registry-tests" / "no-exports"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # Nothing here has to outlive the machine, so no commit waits for its disk.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
