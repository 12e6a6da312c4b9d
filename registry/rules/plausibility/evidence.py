"""What a checker found at the sources: PC20 licenses, PC23 DOI, PC24 evidence.

Pure functions on stored findings; without a checker they do not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.inputs import PUBLICATION, Inputs
from registry.rules.plausibility.results import Result, Severity, not_run

NO_CHECKER = "No evidence checker has looked at the sources of this card."
NO_LICENSE = "No repository or hub has told its license to the evidence checker."
NO_DOI = "The evidence checker has not looked up a DOI of the publication."
NO_SOURCE = "The evidence checker has not looked at a source of this card yet."
# One failed look can be the network's fault.
ATTEMPTS_TO_BELIEVE = 2
ACCESS = "identity.access_and_license"
# The checks that rest on visits, and not on the figures of the card.
SOURCE_CHECKS = ("PC20", "PC23", "PC24")


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
    "license_untold": _Meaning(Severity.NOT_RUN, "has no license to compare with"),
}
_UNJUDGED = {"unjudged": _Meaning(Severity.NOT_RUN, "could not be judged")}
_DOIS = {
    "found": _Meaning(Severity.PASS, "resolves to the venue that the card gives"),
    "doi_resolves": _Meaning(Severity.PASS, "resolves, with no venue to compare"),
    "doi_unresolved": _Meaning(Severity.WARN, "does not resolve", "Check the DOI."),
    "doi_other_venue": _Meaning(
        Severity.WARN, "resolves to another venue", "Check the DOI and the venue."
    ),
    "doi_retracted": _Meaning(
        Severity.ERROR, "is marked as retracted", "Set the status to retracted."
    ),
    **_UNJUDGED,
}
_SAID_RETRACTED = _Meaning(Severity.PASS, "is marked as retracted, as the card says")
_SOURCES = {
    "reached": _Meaning(Severity.PASS, "can be reached"),
    "found": _Meaning(Severity.PASS, "can be reached and holds its excerpt"),
    "changed": _Meaning(Severity.NOTE, "has changed", "Read it again, and archive it."),
    "excerpt_missing": _Meaning(
        Severity.NOTE,
        "does not hold the excerpt",
        "Lead to the page that holds it, or archive that.",
    ),
    "archive_missing": _Meaning(
        Severity.NOTE, "is no archived copy that can be reached", "Archive the source again."
    ),
    "archive_only": _Meaning(
        Severity.NOTE, "cannot be reached, its archived copy can", "Lead to the copy."
    ),
    "source_retracted": _Meaning(
        Severity.WARN, "is marked as retracted", "Check whether the claim still holds."
    ),
    "unreachable": _Meaning(
        Severity.WARN, "cannot be reached", "Name another address or an archived copy."
    ),
    **_UNJUDGED,
}
# Said after a single failure: nobody knows yet.
_DOUBTED = frozenset({"unreachable", "archive_only", "doi_unresolved"})


def check_license(inputs: Inputs) -> Iterator[Result]:
    """PC20: the license is the same in card, repository and hub."""
    of_licenses = [finding for finding in inputs.findings if finding.outcome in _LICENSES]
    missing = NO_LICENSE if inputs.findings else NO_CHECKER
    yield from _judged("PC20", of_licenses, _LICENSES) or [not_run("PC20", (ACCESS,), missing)]


def check_doi(inputs: Inputs) -> Iterator[Result]:
    """PC23: the DOI of the publication resolves, is not retracted, and is of its venue."""
    of_publication = [finding for finding in inputs.findings if _is_of_publication(finding, inputs)]
    says_so = inputs.value(PUBLICATION).get("status") == "retracted"
    meanings = _DOIS | ({"doi_retracted": _SAID_RETRACTED} if says_so else {})
    missing = NO_DOI if inputs.findings else NO_CHECKER
    yield from _judged("PC23", of_publication, meanings) or [
        not_run("PC23", (PUBLICATION,), missing)
    ]


def check_evidence(inputs: Inputs) -> Iterator[Result]:
    """PC24: every source can be reached and still says what is quoted."""
    of_sources = [
        finding
        for finding in inputs.findings
        if finding.outcome in _SOURCES and not _is_of_publication(finding, inputs)
    ]
    missing = NO_SOURCE if inputs.findings else NO_CHECKER
    yield from _judged("PC24", of_sources, _SOURCES) or [not_run("PC24", (), missing)]


def _is_of_publication(finding: EvidenceFinding, inputs: Inputs) -> bool:
    doi = inputs.value(PUBLICATION).get("doi")
    return finding.claim == PUBLICATION and finding.source == doi


def _judged(
    check: str, findings: Iterable[EvidenceFinding], meanings: dict[str, _Meaning]
) -> list[Result]:
    """One result for each source and what was found there, with all claims that rest on it."""
    by_source: dict[tuple[str, str, str], list[EvidenceFinding]] = {}
    for finding in findings:
        key = (finding.source, finding.outcome, finding.detail)
        by_source.setdefault(key, []).append(finding)
    return [_result(check, group, meanings) for group in by_source.values()]


def _result(check: str, group: Sequence[EvidenceFinding], meanings: dict[str, _Meaning]) -> Result:
    # What holds of all of them holds from the latest day on.
    finding = replace(group[0], since=max(each.since for each in group))
    claims = tuple(dict.fromkeys(each.claim for each in group if each.claim))
    meaning = meanings[finding.outcome]
    detail = f" ({finding.detail})" if finding.detail else ""
    if meaning.severity is Severity.NOT_RUN:
        reason = f"{finding.source} {meaning.told}{detail}, at every visit since {finding.since}."
        return not_run(check, claims, reason)
    if finding.outcome in _DOUBTED and finding.attempts < ATTEMPTS_TO_BELIEVE:
        reason = f"{finding.source} could not be reached on {finding.since}, once: unchecked."
        return not_run(check, claims, reason)
    told = f"{finding.source} {meaning.told}{detail}, at every visit since {finding.since}."
    return Result(
        check,
        meaning.severity,
        claims,
        message=f"{told} {meaning.advice}".rstrip(),
        formula=f"{finding.source}: {finding.outcome}",
        advice=meaning.advice,
    )
