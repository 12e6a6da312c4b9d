"""The one Django app of the project."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RegistryConfig(AppConfig):
    """Model Disclosure Registry."""

    name = "registry"
    verbose_name = "Model Disclosure Registry"

    def ready(self) -> None:
        from registry.models import append_only, search_index

        # Django rebuilds a SQLite table on every change of a column and drops its triggers with it;
        # before and after a migration are the only signals the registry uses.
        pre_migrate.connect(append_only.lift_before_migrate, sender=self)
        post_migrate.connect(append_only.install_after_migrate, sender=self)
        post_migrate.connect(search_index.install_after_migrate, sender=self)
