"""The links of a card, and what the evidence checker found there."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.fields import fields_of
from registry.api.operations import One, Operation
from registry.api.paging import object_answer
from registry.api.parameters import Asked
from registry.api.times import moment_text
from registry.api.v1.models import NOT_CURRENT, no_card
from registry.api.v1.shapes import sources as shapes
from registry.models import CardVersion, EvidenceVisit
from registry.models.stored_text import latest_change
from registry.models.visits import known_states
from registry.rules.documents import Document
from registry.rules.visits.links import Link, uses


class Sources(Endpoint):
    """The links and DOIs that the live version of a card names as sources, each with the newest
    visit of the evidence checker. The checker is off unless an installation switches it on; then
    links have no visits.
    """

    operation = Operation(
        "getSources", "Models", "Sources of a card", One(shapes.CardSources), NOT_CURRENT
    )
    parameters = (fields_of(shapes.CardSources),)

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        version = (
            CardVersion.objects.filter(live_on__release__public_id=f"{lab}/{model}")
            .select_related("content")
            .first()
        )
        if version is None:
            raise no_card(lab, model)
        write = partial(_sources, version, lab, model)
        # A visit that tells nothing new moves its date, and no change in the feed.
        visits = EvidenceVisit.objects.last_id()
        return object_answer(self.request.path, asked, write, latest_change(), visits=visits)


def _sources(version: CardVersion, lab: str, model: str) -> Mapping[str, Any]:
    document = version.content.document()
    states = known_states(document)
    return {
        "model": f"{lab}/{model}",
        "version": version.number,
        "sources": [
            _link(link, claims, states.get(link.key)) for link, claims in _claims(document)
        ],
        "links": {
            "self": address_of("sources", lab, model),
            "card": address_of("version", lab, model, version.number),
            "grading": address_of("grading", lab, model),
        },
    }


def _claims(document: Document) -> Iterator[tuple[Link, list[str]]]:
    """The links of a card with the claims that rest on each."""
    claims: dict[Link, dict[str, None]] = {}
    for use in uses(document):
        of_link = claims.setdefault(use.link, {})
        if use.claim:
            of_link[use.claim] = None
    for link, of_link in claims.items():
        yield link, list(of_link)


def _link(link: Link, claims: list[str], visit: EvidenceVisit | None) -> dict[str, Any]:
    told = {} if visit is None else {"visit": _visit(visit)}
    return {"kind": link.kind.value, "url": link.url, "claims": claims, **told}


def _visit(visit: EvidenceVisit) -> dict[str, Any]:
    found = [state["found"] for state in visit.excerpts.values()]
    counts = {"found": found.count(True), "missing": found.count(False)}
    return {
        "at": moment_text(visit.visited_at),
        "outcome": visit.outcome,
        "since": visit.since.isoformat(),
        "days": visit.days,
        **known(
            http_status=visit.http_status,
            detail=visit.detail,
            content_type=visit.content_type,
        ),
        "bytes_read": visit.bytes_read,
        **known(
            final_url=visit.final_url,
            changed_on=visit.changed_on and visit.changed_on.isoformat(),
            excerpts=counts if any(counts.values()) else None,
            license=visit.record.get("license"),
            venues=visit.record.get("venues"),
            retracted=visit.record.get("retracted"),
        ),
    }
