"""What a checker found at the sources: PC20 licenses, PC23 DOI, PC24 evidence.

Pure functions on stored findings; without a checker they do not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.inputs import PUBLICATION, Inputs
from registry.rules.plausibility.results import Result, Severity, not_run

NO_CHECKER = "No evidence checker has looked at the sources of this card."
# One failed look can be the network's fault.
ATTEMPTS_TO_BELIEVE = 2
ACCESS = "identity.access_and_license"


@dataclass(frozen=True, slots=True)
class _Meaning:
    severity: Severity
    told: str
    advice: str = ""


_LICENSES = {
    "license_equal": _Meaning(Severity.PASS, "gives the license that the card gives"),
    "license_differs": _Meaning(
        Severity.WARN, "gives another license", "Check which license holds."
    ),
}
_DOIS = {
    "found": _Meaning(Severity.PASS, "resolves to the venue that the card gives"),
    "doi_unresolved": _Meaning(Severity.WARN, "does not resolve", "Check the DOI."),
    "doi_other_venue": _Meaning(
        Severity.WARN, "resolves to another venue", "Check the DOI and the venue."
    ),
    "doi_retracted": _Meaning(
        Severity.ERROR, "is marked as retracted", "Set the status to retracted."
    ),
}
_SOURCES = {
    "found": _Meaning(Severity.PASS, "was found, with its excerpt"),
    "changed": _Meaning(Severity.NOTE, "has changed since", "Read it again, and archive it."),
    "excerpt_missing": _Meaning(
        Severity.NOTE, "does not hold the excerpt any more", "Read it again, and archive it."
    ),
    "archive_missing": _Meaning(Severity.NOTE, "has no archived copy", "Archive it."),
    "unreachable": _Meaning(
        Severity.WARN, "cannot be reached", "Name another address or an archived copy."
    ),
}
# Said after a single failure: nobody knows yet.
_DOUBTED = frozenset({"unreachable", "doi_unresolved"})


def check_license(inputs: Inputs) -> Iterator[Result]:
    """PC20: the license is the same in card, repository and hub."""
    yield from _judged("PC20", inputs.findings, _LICENSES, (ACCESS,))


def check_doi(inputs: Inputs) -> Iterator[Result]:
    """PC23: the DOI of the publication resolves, is not retracted, and is of its venue."""
    of_publication = [
        finding
        for finding in inputs.findings
        if finding.claim == PUBLICATION and finding.source == inputs.value(PUBLICATION).get("doi")
    ]
    yield from _judged("PC23", of_publication, _DOIS, (PUBLICATION,))


def check_evidence(inputs: Inputs) -> Iterator[Result]:
    """PC24: every source can be reached and still says what is quoted."""
    doi = inputs.value(PUBLICATION).get("doi")
    others = [
        finding
        for finding in inputs.findings
        if not (finding.claim == PUBLICATION and finding.source == doi)
    ]
    yield from _judged("PC24", others, _SOURCES, ())


def _judged(
    check: str,
    findings: Sequence[EvidenceFinding],
    meanings: dict[str, _Meaning],
    claims: tuple[str, ...],
) -> Iterator[Result]:
    known = [finding for finding in findings if finding.outcome in meanings]
    if not known:
        yield not_run(check, claims, NO_CHECKER)
    for finding in known:
        yield _result(check, finding, meanings[finding.outcome])


def _result(check: str, finding: EvidenceFinding, meaning: _Meaning) -> Result:
    if finding.outcome in _DOUBTED and finding.attempts < ATTEMPTS_TO_BELIEVE:
        reason = f"{finding.source} could not be reached on {finding.checked_on}, once: unchecked."
        return not_run(check, (finding.claim,), reason)
    detail = f" ({finding.detail})" if finding.detail else ""
    told = f"{finding.source} {meaning.told}{detail}, as of {finding.checked_on}."
    return Result(
        check,
        meaning.severity,
        (finding.claim,),
        message=f"{told} {meaning.advice}".rstrip(),
        formula=f"{finding.source}: {finding.outcome}",
        advice=meaning.advice,
    )
