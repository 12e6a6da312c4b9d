"""What recorded visits say about the sources of a card, for the plausibility checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from registry.rules.documents import Document
from registry.rules.plausibility.evidence import ATTEMPTS_TO_BELIEVE
from registry.rules.plausibility.evidence_findings import EvidenceFinding
from registry.rules.plausibility.evidence_findings import Outcome as Found
from registry.rules.plausibility.inputs import PUBLICATION
from registry.rules.visits.agreement import licenses_agree, other_venue
from registry.rules.visits.links import LinkKind, Role, Use, excerpt_key, uses
from registry.rules.visits.visit import Outcome


class LinkState(Protocol):
    """What is known of a link after its newest visit that told anything.

    ``since`` is the day from which every visit told the same (``outcome`` and ``record``), ``days``
    on how many days. ``excerpts`` maps keys to ``{"found": true, false or null, "since": date}``.
    ``record`` and ``digest`` are what was last read, the digest of all bytes if ``is_whole``;
    ``changed_on`` is when a digest last differed from the one before.
    """

    @property
    def outcome(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def days(self) -> int: ...
    @property
    def detail(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def changed_on(self) -> date | None: ...
    @property
    def excerpts(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def record(self) -> Mapping[str, Any]: ...


def findings(document: Document, states: Mapping[str, LinkState]) -> tuple[EvidenceFinding, ...]:
    """The findings on a card; ``states`` are those of its links, by the key of the link.

    A link that was never visited has no finding.
    """
    return tuple(
        finding
        for use in uses(document)
        if not _is_told_of_the_publication(use, document)
        if (state := states.get(use.link.key)) is not None
        for finding in _of_use(use, state, states)
    )


def _is_told_of_the_publication(use: Use, document: Document) -> bool:
    """The publication's own DOI as a source of the same claim; once is enough."""
    if use.claim != PUBLICATION or use.role is not Role.SOURCE:
        return False
    of_publication = (other for other in uses(document) if other.role is Role.PUBLICATION)
    return any(other.link == use.link for other in of_publication)


def _of_use(
    use: Use, state: LinkState, states: Mapping[str, LinkState]
) -> Iterator[EvidenceFinding]:
    match Outcome(state.outcome), use.role:
        case _, Role.LICENSE:
            yield _license(use, state)
        case ((Outcome.REFUSED | Outcome.BLOCKED | Outcome.BUSY), _):
            yield _finding(use, state, "unjudged", state.detail)
        case _, Role.PUBLICATION:
            yield _publication(use, state)
        case Outcome.UNREACHABLE, Role.ARCHIVE if state.days >= ATTEMPTS_TO_BELIEVE:
            yield _finding(use, state, "archive_missing")
        case Outcome.UNREACHABLE, _:
            kept = states.get(use.archive.key) if use.archive else None
            is_kept = kept is not None and kept.outcome == Outcome.REACHED
            yield _finding(use, state, "archive_only" if is_kept else "unreachable")
        case _:
            yield _reached(use, state)


def _reached(use: Use, state: LinkState) -> EvidenceFinding:
    if use.link.kind is LinkKind.DOI and state.record.get("retracted"):
        return _finding(use, state, "source_retracted")
    excerpt = state.excerpts.get(excerpt_key(use.excerpt), {}) if use.excerpt else {}
    if excerpt.get("found") is not None:
        outcome: Found = "found" if excerpt["found"] else "excerpt_missing"
        return EvidenceFinding(use.claim, use.shown, outcome, excerpt["since"])
    changed_on = _changed_on(use, state)
    if changed_on is not None:
        return EvidenceFinding(use.claim, use.shown, "changed", changed_on)
    return _finding(use, state, "reached")


def _changed_on(use: Use, state: LinkState) -> str | None:
    """The day of a change that the card's reading of the source came before; None for none."""
    if use.role is Role.ARCHIVE:
        expected = use.entry.get("archived_sha256")
        is_other = state.is_whole and state.digest and state.digest != expected
        return state.since.isoformat() if expected and is_other else None
    if state.changed_on is None:
        return None
    day, read_on = state.changed_on.isoformat(), use.entry.get("accessed_on", "")
    # Of a day in an unknown month nobody can say that it was later.
    was_read_since = read_on and read_on >= day[: len(read_on)]
    return None if was_read_since else day


def _publication(use: Use, state: LinkState) -> EvidenceFinding:
    if state.outcome == Outcome.UNREACHABLE:
        return _finding(use, state, "doi_unresolved")
    if state.record.get("retracted"):
        return _finding(use, state, "doi_retracted")
    venue = other_venue(use.entry.get("venue", ""), state.record)
    if venue:
        return _finding(use, state, "doi_other_venue", venue)
    return _finding(use, state, "doi_resolves" if venue is None else "found")


def _license(use: Use, state: LinkState) -> EvidenceFinding:
    told = state.record.get("license", "")
    if not told:
        return _finding(use, state, "license_untold", state.detail or "no license is named")
    agree = licenses_agree(use.entry["license"], told)
    if agree is None:
        return _finding(use, state, "license_untold", f"{told} cannot be compared")
    return _finding(use, state, "license_equal" if agree else "license_differs", told)


def _finding(use: Use, state: LinkState, outcome: Found, detail: str = "") -> EvidenceFinding:
    return EvidenceFinding(
        use.claim, use.shown, outcome, state.since.isoformat(), state.days, detail
    )
