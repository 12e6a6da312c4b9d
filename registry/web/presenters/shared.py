"""Small pieces that several pages show."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from registry.models import Grading, Release
from registry.rules.numerals import date_text, decimal_text
from registry.rules.ranking.lab_score import Bar as LabBar
from registry.web.view_models.shared import Bar, CardSummary, Grade, Link

GRADES: tuple[Grade, ...] = ("silent", "stated", "evidenced", "verified")
LEVELS = ("Listed", "Stated", "Evidenced", "Reviewed")
LEVEL_MEANINGS = (
    "On record: compiled from public sources, or prepared by the lab with core questions open.",
    "Attested by a representative of the lab, with the core questions answered.",
    "Most claims that need a source name a public one, with the place in it.",
    "Referees judged most of it, and their reports are public.",
)


def score_text(value: Fraction | Decimal | str) -> str:
    """A score of 100 at one decimal, half-up: "57.7"."""
    return decimal_text(Fraction(value))


def plain_number(value: Fraction) -> str:
    """A weight or a share without superfluous digits: "2.5", "15"."""
    return f"{float(value):g}"


def fraction_text(text: str) -> str:
    """A stored fraction such as "2/5" as a decimal: "0.4"."""
    return plain_number(Fraction(text))


def card_bar(result: Mapping[str, Any]) -> Bar:
    """The bar of a stored card result."""
    return Bar(**{name: float(Fraction(share)) for name, share in result["bar"].items()})


def section_bar(shares: Mapping[str, str] | None) -> Bar:
    """The bar of one section of a stored card result; empty where no question of it applies."""
    if not shares:
        return Bar()
    names = ("verified", "evidenced", "stated")
    return Bar(*(100 * float(Fraction(shares[name])) for name in names))


def lab_bar(bar: LabBar) -> Bar:
    return Bar(float(bar.verified), float(bar.evidenced), float(bar.stated))


def card_summary(release: Release, grading: Grading) -> CardSummary:
    return CardSummary(
        public_id=release.public_id,
        url=release.get_absolute_url(),
        score=score_text(grading.score),
        bar=card_bar(grading.result),
        sources_read=grading.version.sources_read,
        level=LEVELS[grading.level],
    )


def live_grading(release: Release) -> Grading | None:
    """The grading of the release's live card; ``None`` without one."""
    card = getattr(release, "card", None)
    return card.current_grading if card is not None else None


def release_link(release: Release) -> Link:
    """The release's page where it has a card; a release without one has no page of its own."""
    return Link(release.name, release.get_absolute_url() if live_grading(release) else "")


def released_text(release: Release) -> str:
    """The release date at the precision its source gives."""
    return date_text(release.released)
