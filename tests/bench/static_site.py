"""A WSGI application that serves the files of one folder from memory: the limit to compare with.

Run by the same server as the registry, so what differs is the registry alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(folder: str) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Return the application; gunicorn calls this where it is named with its argument."""
    files = {f"/{path.name}": path.read_bytes() for path in Path(folder).iterdir()}

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        body = files[environ["PATH_INFO"]]
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return serve
