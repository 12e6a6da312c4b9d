"""The registry in the words of schema.org, as JSON-LD: for search engines and harvesters."""

import json
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse

from registry.exporters.addresses import LICENSE, absolute, version_bytes_path
from registry.exporters.citations import ranking_work, version_work
from registry.exporters.fair4ml import NAMESPACE, model_data
from registry.models import CardVersion, Grading, Ranking, RankingEntry
from registry.rules.citation.work import PUBLISHER
from registry.rules.documents import Document
from registry.rules.grading.level import Level
from registry.rules.numerals import decimal_text

SUFFIX = "jsonld"
MEDIA_TYPE = "application/ld+json"

Node = dict[str, Any]
# A notice of a version: its title, its day in ISO 8601, its text.
Correction = tuple[str, str, str]

_SCHEMA_ORG = "https://schema.org/"
# These end or start something in HTML or in old JavaScript, even inside a string.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_text(data: Node) -> str:
    """JSON that may also stand inside a script element of a page."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)


def card_data(
    version: CardVersion,
    document: Document,
    grading: Grading | None,
    *,
    status: str = "",
    notices: Iterable[Correction] = (),
) -> Node:
    """One card version as a ``Dataset`` about a model.

    ``version`` comes with its card, release and lab; ``grading`` is its own where it has one;
    ``status`` and ``notices`` tell where it stands.
    """
    release = version.card.release
    work = version_work(version, status)
    lab = release.lab.standing
    is_live = version.card.live_version_id == version.pk
    return {
        "@context": [_SCHEMA_ORG, {"fair4ml": NAMESPACE}],
        "@type": "Dataset",
        "@id": work.address,
        "name": f"{work.full_title}, version {work.version}",
        "description": f"What {lab.name} discloses about how {release.name} was made: answers to "
        "the questions of the Disclosure Review Standard, each with its status, scope and sources.",
        "url": absolute(release.get_absolute_url()) if is_live else work.address,
        "identifier": [work.key, work.digest],
        "version": work.version,
        **({"creativeWorkStatus": work.warning.capitalize()} if work.warning else {}),
        **({"correction": told} if (told := [_correction(*one) for one in notices]) else {}),
        "datePublished": _moment(version.published_at),
        "dateModified": _moment(grading.at if grading else version.published_at),
        "inLanguage": document.get("language", "en"),
        "creator": _organization(work.author),
        **_common(),
        **({"variableMeasured": _assessment(grading)} if grading else {}),
        "distribution": _distribution(version),
        "about": model_data(release, document),
    }


def ranking_data(ranking: Ranking, entries: Iterable[RankingEntry]) -> Node:
    """One ranking as a ``Dataset`` whose main entity is the list of ranked labs."""
    work = ranking_work(ranking)
    ranked = [entry for entry in entries if entry.rank is not None]
    provisional = ", provisional" if ranking.is_provisional else ""
    return {
        "@context": _SCHEMA_ORG,
        "@type": "Dataset",
        "@id": work.address,
        "name": work.title,
        "description": "Labs that develop AI models, ranked by how complete their disclosures are, "
        f"undisclosed models included; standard {ranking.standard_version}, method "
        f"{ranking.method_version}{provisional}.",
        "url": work.address,
        "identifier": [work.key, work.digest],
        "datePublished": _moment(ranking.created_at),
        "temporalCoverage": ranking.as_of.isoformat(),
        "creator": _organization(PUBLISHER, absolute("/")),
        **_common(),
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(ranked),
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "itemListElement": [_listed(entry) for entry in ranked],
        },
    }


def registry_data(current: Ranking | None) -> Node:
    """The site and its catalogue, for the first page."""
    catalog = {
        **_catalog(),
        "description": "What AI labs disclose about how their models were made, claim by claim, "
        "with every question that is not answered.",
        "license": LICENSE,
        "isAccessibleForFree": True,
        **({"dateModified": _moment(current.created_at)} if current else {}),
    }
    site = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": PUBLISHER,
        "inLanguage": "en",
        "publisher": _organization(PUBLISHER, absolute("/")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(f"{reverse('model:list')}?q={{words}}"),
            },
            "query-input": "required name=words",
        },
    }
    return {"@context": _SCHEMA_ORG, "@graph": [site, catalog]}


def _common() -> Node:
    return {
        "license": LICENSE,
        "isAccessibleForFree": True,
        "publisher": _organization(PUBLISHER, absolute("/")),
        "isPartOf": {"@id": absolute("/#catalog")},
        "includedInDataCatalog": _catalog(),
    }


def _catalog() -> Node:
    return {
        "@type": "DataCatalog",
        "@id": absolute("/#catalog"),
        "name": PUBLISHER,
        "url": absolute("/"),
    }


def _organization(name: str, url: str = "") -> Node:
    return {"@type": "Organization", "name": name, **({"url": url} if url else {})}


def _correction(title: str, day: str, text: str) -> Node:
    """A notice in the words of schema.org, whatever its kind."""
    return {"@type": "CorrectionComment", "name": title, "datePublished": day, "text": text}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _distribution(version: CardVersion) -> list[Node]:
    """The addresses that hold the whole card, in whatever form."""
    return [
        {
            "@type": "DataDownload",
            "name": "Canonical JSON (RFC 8785)",
            "contentUrl": absolute(version_bytes_path(version)),
            "encodingFormat": "application/json",
            "sha256": version.content_hash.removeprefix("sha256:"),
        }
    ]


def _assessment(grading: Grading) -> list[Node]:
    return [
        {
            "@type": "PropertyValue",
            "name": "Disclosure score",
            "value": float(decimal_text(Fraction(grading.score))),
            "minValue": 0,
            "maxValue": 100,
        },
        {
            "@type": "PropertyValue",
            "name": "Level",
            "value": Level(grading.level).name.capitalize(),
        },
    ]


def _listed(entry: RankingEntry) -> Node:
    """``position`` counts the lines; labs that are tied share the rank in the text."""
    lab = _organization(entry.lab_name, absolute(entry.lab.get_absolute_url()))
    score = decimal_text(Fraction(entry.score.displayed))
    return {
        "@type": "ListItem",
        "position": entry.position,
        "description": f"Rank {entry.rank}, score {score} of 100",
        "item": lab,
    }
