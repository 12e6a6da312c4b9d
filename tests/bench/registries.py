"""The registries that the groups measure on, made when the first group asks for them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from registry.actions.recheck import find_differences
from registry.models import Lab
from registry.starter.loader import load_starter
from tests.bench.installation import Installation
from tests.bench.population import Spare, add_spares, generated_labs, grow

GENERATED_LABS = 50
MANY_LABS = 2000
PUBLICATIONS = 16


@dataclass(frozen=True)
class Stored:
    """Databases with growing numbers of cards, and cards to publish in each of them.

    ``for_growing_labs``: their labs have as many cards more as the registry has; the labs of
    ``for_steady_labs`` have the same in all.
    """

    sizes: tuple[int, ...]
    for_growing_labs: Sequence[Spare]
    for_steady_labs: Sequence[Spare]
    seconds_to_load_starter: float


class Registries:
    """The databases of one run."""

    def __init__(self, installation: Installation, *, is_quick: bool) -> None:
        self.installation = installation
        self.is_quick = is_quick

    @cached_property
    def stored(self) -> Stored:
        """Databases named after their number of cards; copies, to be changed freely."""
        sizes = (100, 1000) if self.is_quick else (100, 1000, 10_000)
        self.installation.use("main")
        start = time.perf_counter()
        load_starter()
        seconds = time.perf_counter() - start
        growing_labs = generated_labs(GENERATED_LABS)
        steady_labs = list(
            Lab.objects.filter(releases__card__isnull=False).distinct().order_by("slug")
        )
        for_growing_labs = add_spares("growing", growing_labs, PUBLICATIONS)
        for_steady_labs = add_spares("steady", steady_labs, PUBLICATIONS)
        for size in sizes:
            grow(size, growing_labs)
            if size == sizes[0]:
                _check_generated()
                self.installation.copy("labs")
            self.installation.copy(str(size))
        _let_the_disk_settle()
        return Stored(sizes, for_growing_labs, for_steady_labs, seconds)

    @cached_property
    def many_labs(self) -> str:
        """The name of a database with 2,000 labs (500 in a quick run) of one card each."""
        labs = 500 if self.is_quick else MANY_LABS
        cards = self.stored.sizes[0]
        self.installation.use("labs")
        grow(cards + labs, generated_labs(labs, prefix="one-card-lab-"))
        _let_the_disk_settle()
        return "labs"


def _let_the_disk_settle() -> None:
    """Write the copies out, so that no commit has to wait until they are."""
    os.sync()


def _check_generated() -> None:
    """Refuse to measure on a registry that publishing could not have made."""
    differences = find_differences()
    if differences:
        raise RuntimeError(f"The generated registry is not consistent: {differences[:3]}")
