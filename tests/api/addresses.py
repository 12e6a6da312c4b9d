"""Every address of the API with what holds of it; the tests of conventions go through all."""

from __future__ import annotations

from dataclasses import dataclass

R1 = "/api/v1/models/deepseek/deepseek-r1"


@dataclass(frozen=True)
class Address:
    """``queries`` is the number of database queries; ``is_counted`` whether a quota applies."""

    path: str
    queries: int
    is_counted: bool = True
    is_forever: bool = False


ADDRESSES = (
    Address("/api/v1/", 1),
    Address(R1, 1),
    Address(f"{R1}/versions/1", 1, is_counted=False, is_forever=True),
)
