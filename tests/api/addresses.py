"""Every address of the API with what holds of it; the tests of conventions go through all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

R1 = "/api/v1/models/deepseek/deepseek-r1"


@dataclass(frozen=True)
class Address:
    """``queries`` is the number of database queries; ``is_counted`` whether a quota applies."""

    path: str
    queries: int
    is_counted: bool = True
    is_forever: bool = False
    media_type: str = "application/json"

    @property
    def is_json(self) -> bool:
        return self.media_type.endswith("json")

    @property
    def bare(self) -> str:
        """The address without its query."""
        return self.path.partition("?")[0]

    def asking(self, query: str) -> str:
        """The address with one thing more that is asked."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{query}"


ADDRESSES = (
    Address("/api/v1/", 1),
    Address("/api/v1/labs", 4),
    Address("/api/v1/labs/deepseek", 9),
    Address("/api/v1/labs/deepseek/models", 3),
    Address("/api/v1/models", 2),
    Address("/api/v1/models?fields=id,figures.cost&limit=3&count=true", 3),
    # On SQLite one more, which finds out how common the word is; PostgreSQL keeps statistics.
    Address(
        "/api/v1/models?q=mixture&lab=deepseek,openai&sort=-flop",
        4 if connection.vendor == "sqlite" else 3,
    ),
    Address(R1, 2),
    Address("/api/v1/claims", 4),
    Address("/api/v1/claims?path=cost.final_run.amount&status=disclosed&fields=model,scope", 4),
    Address("/api/v1/claims.csv?limit=3", 4, media_type="text/csv; charset=utf-8; header=present"),
    Address(f"{R1}/claims", 5),
    Address(f"{R1}/claims/COST-1", 5),
    Address(f"{R1}/claims/compute.final_run.accelerator_hours", 5),
    Address(f"{R1}/grading", 3),
    Address(f"{R1}/sources", 4),
    Address(f"{R1}/release", 4),
    Address(f"{R1}/versions", 8),
    Address(f"{R1}/versions/1", 2, is_counted=False, is_forever=True),
    Address(f"{R1}/diff?from=1&to=1", 3),
    Address(f"{R1}/diff?from=1&fields=claims,items", 4),
    Address("/api/v1/rankings", 2),
    Address("/api/v1/rankings/current", 3),
    Address("/api/v1/rankings/1", 3, is_counted=False, is_forever=True),
    Address("/api/v1/rankings/1?fields=number,entries", 3, False, is_forever=True),
    Address("/api/v1/rankings/diff?from=1&to=1", 3, is_forever=True),
    Address("/api/v1/rankings/diff?from=1&fields=counts,moves", 4),
    Address("/api/v1/changes", 2),
    Address("/api/v1/changes?after=100&kind=card.published", 2),
    Address("/api/v1/schemas", 0),
    Address(
        "/api/v1/schemas/card/1.0.json",
        0,
        is_counted=False,
        is_forever=True,
        media_type="application/schema+json",
    ),
    Address("/api/v1/standards", 0),
    Address("/api/v1/standards/1.0", 0, is_counted=False, is_forever=True),
    Address("/api/v1/vocabularies", 0),
    Address("/api/v1/vocabularies/stage", 0),
    Address("/api/v1/accelerators", 0),
    Address("/api/v1/accelerators/nvidia-h800-sxm5", 0),
    Address("/api/v1/openapi.json", 0, is_counted=False),
)
