"""W1 and W3: a card's JSON and the leaderboard, against a static file of the same body.

Four connections, one worker of the same server for each, all in the same run. The registry serves
with its full middleware.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from django.core.management import call_command

from tests.bench.load import Request, Response, get, requests_per_second
from tests.bench.measuring import Figure, at_least, plain
from tests.bench.registries import Registries
from tests.bench.servers import gunicorn, nginx

TITLE = "W1, W3  Serving"
_CARD = "/models/deepseek/deepseek-r1.json"
_GZIP = {"Accept-Encoding": "gzip"}
_INDEPENDENT = 0.9
_REVALIDATION = 1.2
_OF_NGINX = 0.06
_TURN_SECONDS = 0.4


def measure(registries: Registries) -> list[Figure]:
    installation = registries.installation
    call_command("collectstatic", interactive=False, verbosity=0)
    few, many = registries.stored.sizes[0], registries.stored.sizes[-1]
    with ExitStack() as servers:
        ports = {
            size: servers.enter_context(
                gunicorn("registry.wsgi", installation.environment(str(size)))
            )
            for size in (few, many)
        }
        answers = {
            "card.json": get(Request(ports[many], _CARD)),
            "leaderboard.html": get(Request(ports[many], "/")),
            "leaderboard.html.gz": get(Request(ports[many], "/", _GZIP)),
        }
        root = installation.folder / "files"
        root.mkdir()
        for name, answer in answers.items():
            (root / name).write_bytes(answer.body)
        static = servers.enter_context(
            gunicorn(
                f"tests.bench.static_site:application({str(root)!r})",
                installation.environment(str(many)),
            )
        )
        etag = {"If-None-Match": answers["card.json"].headers["etag"]}
        requests = {
            "static card": Request(static, "/card.json"),
            "card": Request(ports[many], _CARD),
            "card, few": Request(ports[few], _CARD),
            "304": Request(ports[many], _CARD, etag, 304),
            "static page": Request(static, "/leaderboard.html"),
            "page": Request(ports[many], "/"),
            "page, few": Request(ports[few], "/"),
            "static gzip": Request(static, "/leaderboard.html.gz"),
            "gzip": Request(ports[many], "/", _GZIP),
        }
        nginx_port = servers.enter_context(nginx(root, installation.folder / "nginx"))
        if nginx_port is not None:
            requests["nginx card"] = Request(nginx_port, "/card.json")
        rates = _rates(requests, rounds=3 if registries.is_quick else 9)
    return _figures(rates, answers, few, many)


def _rates(requests: Mapping[str, Request], rounds: int) -> dict[str, float]:
    """Requests per second in the best of several turns: whatever else runs can only slow one."""
    for request in requests.values():
        requests_per_second(request, seconds=0.2)
    rates: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(rounds):
        for name, request in requests.items():
            rates[name].append(requests_per_second(request, _TURN_SECONDS))
    return {name: max(of_request) for name, of_request in rates.items()}


def _figures(
    rates: Mapping[str, float], answers: Mapping[str, Response], few: int, many: int
) -> list[Figure]:
    kibibytes = {name: len(answer.body) / 1024 for name, answer in answers.items()}

    def rate(what: str, name: str) -> Figure:
        return plain(what, f"{rates[name]:,.0f} /s")

    return [
        rate(f"static file of {kibibytes['card.json']:.0f} KiB", "static card"),
        rate(f"card JSON, {many:,} cards stored", "card"),
        plain("card JSON ÷ static file", f"{rates['card'] / rates['static card']:.2f} ×"),
        at_least(
            f"card JSON, {many:,} ÷ {few:,} cards stored",
            rates["card"] / rates["card, few"],
            _INDEPENDENT,
        ),
        rate("card JSON, not modified (304)", "304"),
        at_least("card JSON, 304 ÷ 200", rates["304"] / rates["card"], _REVALIDATION),
        *(
            [
                rate("the same file by nginx, at least", "nginx card"),
                at_least(
                    "card JSON ÷ nginx, at most", rates["card"] / rates["nginx card"], _OF_NGINX
                ),
            ]
            if "nginx card" in rates
            else []
        ),
        rate(f"static file of {kibibytes['leaderboard.html']:.0f} KiB", "static page"),
        rate(f"leaderboard, {few:,} cards stored", "page, few"),
        rate(f"leaderboard, {many:,} cards stored", "page"),
        plain("leaderboard ÷ static file", f"{rates['page'] / rates['static page']:.3f} ×"),
        at_least(
            f"leaderboard, {many:,} ÷ {few:,} cards stored",
            rates["page"] / rates["page, few"],
            _INDEPENDENT,
        ),
        rate(f"leaderboard, gzip, {kibibytes['leaderboard.html.gz']:.0f} KiB", "gzip"),
        plain("leaderboard, gzip ÷ static", f"{rates['gzip'] / rates['static gzip']:.3f} ×"),
    ]
