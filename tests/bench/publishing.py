"""W8: from one publication to the new ranking, with more and more cards stored."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.actions import publication
from registry.actions.audit import command_actor
from registry.actions.ranked import ranked_transaction
from registry.models import CardVersion, RegistryState
from tests.bench.measuring import (
    Figure,
    at_most,
    exponent,
    milliseconds,
    plain,
    seconds_of,
    without_garbage_collection,
)
from tests.bench.population import Spare
from tests.bench.registries import Registries

TITLE = "W8  One publication to the new ranking"
_FLAT = 0.1


def measure(registries: Registries) -> list[Figure]:
    stored = registries.stored
    figures = [
        plain("load the starter compilation", milliseconds(stored.seconds_to_load_starter)),
        *_growth(
            registries,
            stored.for_steady_labs,
            "in a lab that stays as it is",
            limit=_FLAT,
        ),
        *_growth(
            registries,
            stored.for_growing_labs,
            "in a lab that has 1 of 50 of all cards",
            limit=None,
        ),
    ]
    registries.installation.use(registries.many_labs)
    labs = RegistryState.objects.get().current_ranking.entries.count()  # type: ignore[union-attr]
    with without_garbage_collection():
        publish_times = [seconds_of(lambda s=s: _publish(s)) for s in stored.for_steady_labs]  # type: ignore[misc]
        refresh_times = [seconds_of(_refresh) for _ in range(5)]
    return [
        *figures,
        plain(f"publication among {labs:,} labs", milliseconds(statistics.median(publish_times))),
        plain(
            f"daily refresh of {labs:,} labs, nothing due",
            milliseconds(statistics.median(refresh_times)),
        ),
    ]


def _growth(
    registries: Registries, spares: Sequence[Spare], where: str, *, limit: float | None
) -> list[Figure]:
    """Publish the same cards in turns in registries of every size."""
    sizes = registries.stored.sizes
    queries = {}
    for size in sizes:
        _open(registries, size)
        with CaptureQueriesContext(connection) as captured:
            _publish(spares[0])
        queries[size] = len(captured)
    times: dict[int, list[float]] = {size: [] for size in sizes}
    with without_garbage_collection():
        for spare in spares[1:]:
            for size in sizes:
                _open(registries, size)
                times[size].append(seconds_of(lambda spare=spare: _publish(spare)))  # type: ignore[misc]
    medians = {size: statistics.median(of_size) for size, of_size in times.items()}
    what = f"{where}: exponent in cards"
    growth = exponent(medians)
    return [
        *(
            plain(
                f"{where}, {size:,} cards stored",
                f"{milliseconds(medians[size])}, {queries[size]} queries",
            )
            for size in sizes
        ),
        plain(what, f"{growth:.2f}") if limit is None else at_most(what, growth, limit, ""),
    ]


def _open(registries: Registries, size: int) -> None:
    """Change to the database and connect, so that no publication pays for connecting."""
    registries.installation.use(str(size))
    connection.ensure_connection()


def _publish(spare: Spare) -> None:
    before = _current()
    version: CardVersion = publication.publish(
        by=command_actor("measurements"), checked=spare.checked, preparer="registry"
    )
    if _current() == before:
        raise RuntimeError(f"Publishing {version} has not changed the ranking.")


def _refresh() -> None:
    with ranked_transaction():
        pass


def _current() -> int | None:
    return RegistryState.objects.values_list("current_ranking_id", flat=True).first()
