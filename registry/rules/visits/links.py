"""The links of a card that the evidence checker visits, and what each is looked at for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from registry.rules.card.sections import CLAIM_PATHS
from registry.rules.documents import Document, claim_at, value_at
from registry.rules.plausibility.evidence import ACCESS
from registry.rules.plausibility.inputs import PUBLICATION
from registry.rules.showing.leaves import doi_link


class LinkKind(StrEnum):
    """What is asked of a link: the page, the record of a DOI, the license of a repository."""

    PAGE = "page"
    DOI = "doi"
    LICENSE = "license"


@dataclass(frozen=True, slots=True)
class Link:
    """One address with one question to it. ``key`` is its name in the record, of fixed length."""

    kind: LinkKind
    url: str

    @property
    def key(self) -> str:
        return sha256(f"{self.kind} {self.url}".encode()).hexdigest()


class Role(StrEnum):
    """What a link is to the card."""

    SOURCE = "source"
    ARCHIVE = "archive"
    PUBLICATION = "publication"
    LICENSE = "license"


@dataclass(frozen=True, slots=True)
class Use:
    """One place in a card that leads to a link.

    ``claim`` is the path of the claim, "" for a source of a fact or an estimate. ``shown`` is the
    address or DOI as the card gives it. ``entry`` is the evidence entry, or the offer whose license
    is meant; ``archive`` the link of the archived copy of a source.
    """

    link: Link
    role: Role
    claim: str
    shown: str
    entry: Mapping[str, Any]
    archive: Link | None = None

    @property
    def excerpt(self) -> str:
        """What should stand in the page; an archived copy holds what its original held."""
        return str(self.entry.get("excerpt", "")) if self.link.kind is LinkKind.PAGE else ""


# What resolves a DOI; its address in a card is that of the DOI.
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.[0-9]{4,9}/.+)", re.IGNORECASE)
_HUB = "huggingface.co"
_CODE_HOST = "github.com"
# First parts of addresses at the hub that are no owner of a model.
_HUB_PAGES = frozenset({"api", "blog", "collections", "docs", "papers", "spaces", "tasks"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def excerpt_key(excerpt: str) -> str:
    """The name of an excerpt in the record of a visit, which keeps no text of the card."""
    return sha256(excerpt.encode()).hexdigest()


def page_link(url: str) -> Link:
    """The link at an address of a card; the address of a DOI is the DOI's."""
    address = urldefrag(url).url
    resolved = _RESOLVER.fullmatch(address)
    return doi_record_link(unquote(resolved[1])) if resolved else Link(LinkKind.PAGE, address)


def doi_record_link(doi: str) -> Link:
    """The link of a DOI, whose letters have no case."""
    return Link(LinkKind.DOI, doi_link(doi.lower()))


def source_link(entry: Mapping[str, Any]) -> Link | None:
    """Where readers of an evidence entry are led; None for a deposited file."""
    if "url" in entry:
        return page_link(entry["url"])
    return doi_record_link(entry["doi"]) if "doi" in entry else None


def uses(document: Document) -> Iterator[Use]:
    """Every place of a card that leads to a link, in the order of the card."""
    publication = value_at(document, PUBLICATION)
    if "doi" in publication:
        doi = publication["doi"]
        yield Use(doi_record_link(doi), Role.PUBLICATION, PUBLICATION, doi, publication)
    for path in CLAIM_PATHS:
        claim = claim_at(document, path)
        yield from _of_entries(claim.get("evidence", ()) if claim else (), path)
    yield from _of_licenses(value_at(document, ACCESS))
    for owner in (*document.get("fact_evidence", ()), *document.get("estimates", ())):
        yield from _of_entries(owner.get("evidence", ()), "")


def links(document: Document) -> dict[Link, frozenset[str]]:
    """The links of a card in the order in which they are first used, with their excerpts."""
    found: dict[Link, frozenset[str]] = {}
    for use in uses(document):
        excerpts = {use.excerpt} if use.excerpt else set()
        found[use.link] = found.get(use.link, frozenset()) | excerpts
    return found


def _of_entries(entries: Iterable[Mapping[str, Any]], claim: str) -> Iterator[Use]:
    for entry in entries:
        archive = page_link(entry["archived_url"]) if "archived_url" in entry else None
        main = source_link(entry)
        if main is not None:
            shown = entry.get("url") or entry["doi"]
            yield Use(main, Role.SOURCE, claim, shown, entry, archive)
        if "doi" in entry and doi_record_link(entry["doi"]) != main:
            yield Use(doi_record_link(entry["doi"]), Role.SOURCE, claim, entry["doi"], entry)
        if archive is not None:
            yield Use(archive, Role.ARCHIVE, claim, entry["archived_url"], entry)


def _of_licenses(value: Mapping[str, Any]) -> Iterator[Use]:
    for name in ("weights", "code", "data"):
        offer = value.get(name, {})
        address = _license_address(name, offer.get("url", "")) if "license" in offer else None
        if address:
            yield Use(Link(LinkKind.LICENSE, address), Role.LICENSE, ACCESS, offer["url"], offer)


def _license_address(offer: str, url: str) -> str | None:
    """Where a repository or hub tells programs its license.

    Of weights and data only the hub's page is asked: a repository of code tells the license of the
    code, which may be another.
    """
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/") if name]
    if not all(map(_NAME.fullmatch, names[:3])):
        return None
    if parts.hostname == _CODE_HOST and offer == "code" and len(names) >= 2:
        return f"https://api.github.com/repos/{names[0]}/{names[1].removesuffix('.git')}"
    if parts.hostname != _HUB or len(names) < 2 or offer == "code":
        return None
    if names[0] == "datasets":
        return f"https://{_HUB}/api/datasets/{'/'.join(names[1:3])}" if offer == "data" else None
    if names[0] in _HUB_PAGES or offer != "weights":
        return None
    return f"https://{_HUB}/api/models/{names[0]}/{names[1]}"
