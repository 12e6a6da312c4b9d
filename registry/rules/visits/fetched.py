"""What came back from a link, before anybody judged it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Failure(StrEnum):
    """Why there is no answer."""

    REFUSED_ADDRESS = "refused_address"  # the checker does not go there
    NETWORK = "network"  # no host, no connection, no secure connection, no answer in time
    REDIRECTS = "redirects"  # in a circle, or too many


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last answer on the way from ``url`` to ``final_url``, or why there is none.

    ``status`` is None without an answer. ``body`` are the first bytes, at most 1 MiB; ``is_whole``
    says that there were no more, ``is_cut`` that they were cut at the limit and not by time or a
    broken connection. ``encoding`` is the Content-Encoding where one was applied unasked.
    ``retry_after`` is the header as it came, ``location`` where the answer leads if it is a
    redirect. ``was_redirected`` says that the first host answered with another address,
    ``has_answered`` that any host on the way answered at all.
    """

    url: str
    final_url: str
    status: int | None = None
    failure: Failure | None = None
    detail: str = ""
    content_type: str = ""
    encoding: str = ""
    retry_after: str = ""
    location: str = ""
    body: bytes = b""
    is_whole: bool = False
    is_cut: bool = False
    was_redirected: bool = False
    has_answered: bool = False
