"""Rows that are computed from other rows and can be computed again."""

from typing import ClassVar, Self

from django.db import models


class Derived(models.Model):
    """``STATES`` names the fields that follow from the inputs, whenever they were computed."""

    STATES: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def disagreements(self, other: Self) -> list[str]:
        """The fields in which the two say something different."""
        return [name for name in self.STATES if getattr(self, name) != getattr(other, name)]
