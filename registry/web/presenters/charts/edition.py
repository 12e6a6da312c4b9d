"""Which state of the registry a chart shows, and how that is written under it."""

from dataclasses import dataclass

from django.urls import reverse

from registry.models import Change, Lab, Ranking
from registry.rules.numerals import date_text
from registry.web.view_models.shared import Link

NAME = "Model Disclosure Registry"
FORMS = ("svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Edition:
    """The current ranking and the last change that readers can see; ``None`` before the first."""

    ranking: Ranking | None
    change: Change | None

    @property
    def version(self) -> tuple[object, ...]:
        """Equal for equal data, and for no other: what drawn charts are kept under."""
        ranking, change = self.ranking, self.change
        return (
            (ranking.number, ranking.digest, ranking.created_at) if ranking else None,
            (change.seq, change.at) if change else None,
        )


def current_edition() -> Edition:
    return Edition(Ranking.objects.current().first(), Change.objects.order_by("-seq").first())


def ranking_source(ranking: Ranking) -> str:
    """What a score comes from: "Source: …, ranking 1 of 28 November 2026, standard 1.0 …"."""
    return (
        f"Source: {NAME}, ranking {ranking.number} of {day_text(ranking)}, digest "
        f"{ranking.digest[:12]}; standard {ranking.standard_version}, "
        f"method {ranking.method_version}."
    )


def catalogue_source(edition: Edition) -> str:
    """What the figures of models come from."""
    change = edition.change
    state = f", as of {date_text(change.at.date().isoformat())}" if change else ""
    return (
        f"Source: {NAME}, catalogue of models{state}. Figures are those the cards give for the "
        "final run, each with its own scope; nothing is estimated."
    )


def day_text(ranking: Ranking) -> str:
    return date_text(ranking.as_of.isoformat())


def listed_until(ranking: Ranking | None) -> str:
    """The day up to which known releases are listed."""
    day = ranking.listed_until if ranking else None
    return date_text(day.isoformat()) if day else "an unknown day"


def files(address: str) -> tuple[Link, ...]:
    """The chart to take away; ``address`` is its own without the slash at the end."""
    return tuple(Link(form.upper(), f"{address}.{form}") for form in FORMS)


def lab_files(lab: Lab, name: str) -> tuple[Link, ...]:
    """A chart of one lab to take away."""
    return tuple(
        Link(form.upper(), reverse("lab:chart", args=[lab.slug, name, form])) for form in FORMS
    )
