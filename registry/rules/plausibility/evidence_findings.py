"""What an evidence checker found about sources, licenses and DOIs.

The checks read these; nothing here goes to the network, and without a checker nothing is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "reached",
    "found",
    "changed",
    "unreachable",
    "archive_only",
    "excerpt_missing",
    "archive_missing",
    "source_retracted",
    "doi_resolves",
    "doi_unresolved",
    "doi_retracted",
    "doi_other_venue",
    "license_equal",
    "license_differs",
    "license_untold",
    "unjudged",
]


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """What is known of one source of one claim.

    ``claim`` is empty for a source of a fact or an estimate. ``source`` is its address or DOI,
    ``since`` the ISO date from which every visit found the same, ``attempts`` on how many days that
    was, ``detail`` what was found instead (a license, a journal) or why nothing could be judged.
    """

    claim: str
    source: str
    outcome: Outcome
    since: str
    attempts: int = 1
    detail: str = ""
