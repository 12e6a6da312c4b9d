"""What the registry publishes, as works that can be cited, and the formats to cite them in."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.exporters.addresses import absolute, version_path
from registry.models import CardVersion, Ranking
from registry.rules.citation.bibtex import bibtex
from registry.rules.citation.csl_json import csl_json
from registry.rules.citation.ris import ris
from registry.rules.citation.work import PUBLISHER, Work
from registry.rules.workflow.notices import mark_of


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """One format: what stands behind the address, its media type, its name, how it is written."""

    suffix: str
    media_type: str
    name: str
    write: Callable[[Work], str]


FORMATS = {
    entry.suffix: entry
    for entry in (
        CitationFormat("bib", "application/x-bibtex; charset=utf-8", "BibTeX", bibtex),
        CitationFormat("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl_json),
        CitationFormat("ris", "application/x-research-info-systems; charset=utf-8", "RIS", ris),
    )
}


def version_work(version: CardVersion, status: str = "") -> Work:
    """One version of a card; it comes with its card, release and lab.

    ``status`` is where it stands, for a citation that has to warn. The author is who prepared it:
    the lab itself, a third party, or the registry.
    """
    release = version.card.release
    lab = release.lab.standing
    authors = {
        CardVersion.Preparer.DEVELOPER: lab.name,
        CardVersion.Preparer.THIRD_PARTY: version.preparer_name,
        CardVersion.Preparer.REGISTRY: PUBLISHER,
    }
    return Work(
        # Slugs have no points, so no two versions share a key.
        key=f"mdr.{release.public_id.replace('/', '.')}.v{version.number}",
        title=f"Model card of {release.name} ({lab.name})",
        author=authors[CardVersion.Preparer(version.preparer)],
        published=version.published_at.date(),
        address=absolute(version_path(version)),
        version=str(version.number),
        digest=version.content_hash,
        warning=mark_of(status),
    )


def ranking_work(ranking: Ranking) -> Work:
    return Work(
        key=f"mdr.ranking.{ranking.number}",
        title=f"Ranking {ranking.number} of AI labs by disclosure",
        author=PUBLISHER,
        published=ranking.as_of,
        address=absolute(ranking.get_absolute_url()),
        digest=f"sha256:{ranking.digest}",
    )


def registry_work(current: Ranking) -> Work:
    """The registry as a whole, as it stands with its current ranking."""
    return Work(
        key="mdr",
        title="Model Disclosure Registry: what AI labs disclose about how their models were made",
        author=PUBLISHER,
        published=current.as_of,
        address=absolute("/"),
    )
