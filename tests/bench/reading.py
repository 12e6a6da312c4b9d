"""W1 to W4: what programs read, beside Datasette and a plain DRF viewset on the same cards.

One worker each and four connections, all in the same run; the registry serves with its full
middleware and counts every request for its peer. A question is asked again and again, which the
registry answers from what it kept; lists are measured a second time with a question that nobody
asked before. nginx serves the same body as a static file,
where it is installed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.installation import Installation
from tests.bench.load import COUNTER, Request, get, requests_per_second
from tests.bench.measuring import Figure, at_least, at_most, plain
from tests.bench.peers.database import build
from tests.bench.registries import Registries
from tests.bench.servers import datasette, gunicorn, nginx

TITLE = "W1 to W4  Reading, beside others"
_TURN_SECONDS = 0.6
_DEEP_PAGE = 400
_DEEP_LIMIT = 10
_DEEP_TOLERANCE = 2
_CARD = "deepseek/deepseek-r1"
_LAB = "bench-lab-0001"
_WORD = "hydrologists"
# What a list shows of a card; Datasette would otherwise send the documents too.
_COLUMNS = (
    *("public_id", "name", "lab_slug", "released", "level", "score", "flop", "cost_usd", "chip"),
    "peer_reviewed",
)


@dataclass(frozen=True)
class Workload:
    """One question, as the registry, Datasette and the viewset are asked it, with the targets.

    The targets are how many times as many answers the registry gives as each of the others.
    """

    name: str
    ours: str
    datasette: str
    viewset: str
    of_datasette: float | None = None
    of_viewset: float | None = None
    # The same for a question that was not asked before.
    new: str = ""


def _rows(**filters: str) -> str:
    asked = list(filters.items())
    return "/peers/card.json?" + urlencode(
        [*asked, ("_shape", "objects"), *(("_col", column) for column in _COLUMNS)]
    )


def _workloads(card_row: int) -> tuple[Workload, ...]:
    return (
        Workload(
            "W1 one card",
            f"/api/v1/models/{_CARD}",
            f"/peers/card/{card_row}.json?_shape=objects",
            f"/cards/{card_row}/",
            of_datasette=4,
            of_viewset=10,
        ),
        Workload(
            "W2a models of a lab, by compute",
            f"/api/v1/models?lab={_LAB}&sort=-flop",
            _rows(lab_slug=_LAB, _sort_desc="flop", _size="25"),
            f"/cards/?lab={_LAB}&ordering=-flop",
            of_datasette=8,
            of_viewset=20,
            new=f"/api/v1/models?lab={_LAB}&sort=-flop&flop_max=9{COUNTER}e40",
        ),
        Workload(
            "W2b chip, peer-reviewed, range",
            "/api/v1/models?chip=nvidia-a100&peer_reviewed=yes&hours_min=1e4&sort=-score",
            _rows(chip="nvidia-a100", peer_reviewed="yes", _sort_desc="score", _size="25"),
            "/cards/?chip=nvidia-a100&peer_reviewed=yes&ordering=-score",
            of_datasette=8,
            of_viewset=20,
            new="/api/v1/models?chip=nvidia-a100&peer_reviewed=yes&sort=-score&hours_min=1"
            f"{COUNTER}e-9",
        ),
        Workload(
            "W2c all models, by compute",
            "/api/v1/models?sort=-flop",
            _rows(_sort_desc="flop", _size="25"),
            "/cards/?ordering=-flop",
            of_datasette=8,
            of_viewset=20,
            new=f"/api/v1/models?sort=-flop&flop_max=9{COUNTER}e40",
        ),
        Workload(
            "W3 leaderboard",
            "/api/v1/rankings/current",
            "/peers/leaderboard.json?_shape=objects&_size=max",
            "/leaderboard/",
            of_datasette=5,
        ),
        Workload(
            "W4 text search",
            f"/api/v1/models?q={_WORD}",
            _rows(_search=_WORD, _size="25"),
            f"/cards/?search={_WORD}",
            of_datasette=10,
        ),
    )


def measure(registries: Registries) -> list[Figure]:
    installation = registries.installation
    many = registries.stored.sizes[-1]
    installation.use(str(many))
    peers = installation.folder / "peers.db"
    build(peers)
    with ExitStack() as servers:
        ours = servers.enter_context(
            gunicorn("registry.wsgi", _uncapped(installation.environment(str(many))))
        )
        viewset = servers.enter_context(
            gunicorn("tests.bench.peers.plain_drf:application", _of_viewset(peers))
        )
        table = servers.enter_context(datasette(peers))
        workloads = _workloads(_row_of(viewset))
        requests = dict(_requests(workloads, ours, viewset, table))
        requests |= dict(_own_requests(ours, servers, installation))
        rates = _rates(requests, rounds=3 if registries.is_quick else 7)
    return [plain("cards stored", f"{many:,}"), *_figures(workloads, rates)]


def _uncapped(environment: Mapping[str, str]) -> dict[str, str]:
    """Every request is counted, and none is one too many."""
    return {**environment, "REGISTRY_RATE_LIMIT_FACTOR": "1000000"}


def _of_viewset(database: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return {**inherited, "PEER_DATABASE": str(database)}


def _row_of(viewset: int) -> int:
    """The key of the measured card in the tables of the peers."""
    answer = json.loads(get(Request(viewset, f"/cards/?search={_CARD.partition('/')[2]}")).body)
    rows = (row for row in answer["results"] if row["public_id"] == _CARD)
    number: int = next(rows)["id"]
    return number


def _requests(
    workloads: tuple[Workload, ...], ours: int, viewset: int, table: int | None
) -> Iterator[tuple[str, Request]]:
    for workload in workloads:
        yield f"ours, {workload.name}", Request(ours, workload.ours)
        if workload.new:
            yield f"new, {workload.name}", Request(ours, workload.new)
        yield f"viewset, {workload.name}", Request(viewset, workload.viewset)
        if table is not None:
            yield f"datasette, {workload.name}", Request(table, workload.datasette)


def _own_requests(
    port: int, servers: ExitStack, installation: Installation
) -> Iterator[tuple[str, Request]]:
    """A card that the client has, the same card by nginx, the first page and one far behind it."""
    card = get(Request(port, f"/api/v1/models/{_CARD}"))
    etag = {"If-None-Match": card.headers["etag"]}
    yield "304", Request(port, f"/api/v1/models/{_CARD}", etag, 304)
    root = installation.folder / "static_card"
    root.mkdir()
    (root / "card.json").write_bytes(card.body)
    nginx_port = servers.enter_context(nginx(root, installation.folder / "nginx_reading"))
    if nginx_port is not None:
        yield "nginx", Request(nginx_port, "/card.json")
    first = f"/api/v1/models?sort=-score&limit={_DEEP_LIMIT}"
    yield "page 1", Request(port, first)
    yield "deep page", Request(port, _deep(port, first))


def _deep(port: int, path: str) -> str:
    """The address of the page ``_DEEP_PAGE`` pages on, or of the last one before."""
    for _ in range(_DEEP_PAGE):
        following = json.loads(get(Request(port, path)).body).get("next")
        if following is None:
            break
        path = "/" + following.partition("://")[2].partition("/")[2]
    return path


def _rates(requests: Mapping[str, Request], rounds: int) -> dict[str, float]:
    """Requests per second in the best of several turns: whatever else runs can only slow one."""
    for request in requests.values():
        requests_per_second(request, seconds=0.2)
    rates: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(rounds):
        for name, request in requests.items():
            rates[name].append(requests_per_second(request, _TURN_SECONDS))
    return {name: max(of_request) for name, of_request in rates.items()}


def _figures(workloads: tuple[Workload, ...], rates: Mapping[str, float]) -> Iterator[Figure]:
    for workload in workloads:
        ours = rates[f"ours, {workload.name}"]
        yield plain(workload.name, f"{ours:,.0f} /s")
        if new := rates.get(f"new, {workload.name}"):
            beside = rates.get(f"datasette, {workload.name}")
            ratio = f", {new / beside:.3g} × datasette" if beside else ""
            yield plain("  each time a question not asked before", f"{new:,.0f} /s{ratio}")
        for peer, target in (
            ("datasette", workload.of_datasette),
            ("viewset", workload.of_viewset),
        ):
            rate = rates.get(f"{peer}, {workload.name}")
            if rate is None:
                continue
            what = f"  ÷ {peer} ({rate:,.0f} /s)"
            if target is None:
                yield plain(what, f"{ours / rate:.3g} ×")
            else:
                yield at_least(what, ours / rate, target)
    card = rates["ours, W1 one card"]
    if "nginx" in rates:
        yield at_least(
            f"W1 ÷ nginx ({rates['nginx']:,.0f} /s), at most", card / rates["nginx"], 0.06
        )
    yield at_least("W1, 304 ÷ 200", rates["304"] / card, 1.2)
    yield at_most(
        f"W2d page 1 ÷ page {_DEEP_PAGE}, of {_DEEP_LIMIT}",
        rates["page 1"] / rates["deep page"],
        _DEEP_TOLERANCE,
    )
