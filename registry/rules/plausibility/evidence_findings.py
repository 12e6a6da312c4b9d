"""What an evidence checker stored about sources, licenses and DOIs.

The checks read these; nothing here goes to the network, and without a checker nothing is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "found",
    "changed",
    "unreachable",
    "excerpt_missing",
    "archive_missing",
    "doi_unresolved",
    "doi_retracted",
    "doi_other_venue",
    "license_equal",
    "license_differs",
]


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """One look at one source of one claim.

    ``source`` is its address or DOI, ``attempts`` how often in a row the same was found, ``detail``
    what was found instead (a license, a journal), ``checked_on`` an ISO date.
    """

    claim: str
    source: str
    outcome: Outcome
    checked_on: str
    attempts: int = 1
    detail: str = ""
