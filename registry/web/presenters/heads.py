"""What machines read of a page: search engines, harvesters, whoever shows a link to it.

The links follow Signposting: where to cite, where the record itself is, where it is described.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from registry.exporters import schema_org
from registry.exporters.addresses import LICENSE, absolute
from registry.exporters.citations import FORMATS, ranking_work, version_work
from registry.models import Lab, Ranking
from registry.rules.numerals import date_text
from registry.web.presenters.sharing import lab_feed
from registry.web.presenters.shown import ShownVersion
from registry.web.view_models.cards import ModelPage
from registry.web.view_models.labs import LabPage
from registry.web.view_models.shared import Link
from registry.web.view_models.sharing import Head, TypedLink

ATOM = "application/atom+xml"


def card_head(shown: ShownVersion, page: ModelPage) -> Head:
    """Of the page of a card, which shows its live version."""
    version, release = shown.version, shown.card.release
    lab = release.lab.standing
    parts = release.public_id.split("/")
    json_url = reverse("model:json", args=parts)
    return Head(
        url=absolute(release.get_absolute_url()),
        title=f"{release.name}, {lab.name}",
        description=page.summary,
        preview_url=absolute(reverse("preview:model", args=parts)),
        preview_text=f"Model card of {release.name} by {lab.name}: its level, its score, and what "
        "it says of compute, chips, cost, peer review and data.",
        links=(
            TypedLink("cite-as", version_work(version).address),
            TypedLink("item", json_url, "application/json"),
            *_descriptions("export:card", parts),
            TypedLink("license", LICENSE),
            *_types("AboutPage", "Dataset"),
            TypedLink("alternate", json_url, "application/json", "The card as canonical JSON"),
            _feed(lab_feed(lab)),
        ),
        data=_card_data(shown, page),
    )


def version_head(shown: ShownVersion, page: ModelPage) -> Head:
    """Of the permanent page of one version, live or superseded."""
    version, release = shown.version, shown.card.release
    lab = release.lab.standing
    parts: list[str | int] = [*release.public_id.split("/"), version.number]
    json_url = reverse("model:version", args=parts)
    return Head(
        url=absolute(reverse("model:version_page", args=parts)),
        title=f"{release.name}, {lab.name}, version {version.number}",
        description=page.summary,
        preview_url="",  # pictures speak of the live version
        preview_text="",
        links=(
            TypedLink("cite-as", version_work(version).address),
            TypedLink("item", json_url, "application/json"),
            *_descriptions("export:version", parts),
            TypedLink("license", LICENSE),
            *_types("AboutPage", "Dataset"),
            TypedLink("alternate", json_url, "application/json", "The version as canonical JSON"),
        ),
        data=_card_data(shown, page),
    )


def _card_data(shown: ShownVersion, page: ModelPage) -> str:
    return schema_org.json_text(
        schema_org.card_data(
            shown.version,
            shown.document,
            shown.grading,
            status=shown.status,
            notices=page.notices.corrections,
        )
    )


def lab_head(lab: Lab, page: LabPage) -> Head:
    carded = f"{page.carded} of {page.known} known models have a model card"
    standing = page.standing
    place = f", rank {standing.rank}, score {standing.score} of 100" if standing else ""
    return Head(
        url=absolute(lab.get_absolute_url()),
        title=f"What {lab.name} discloses about its AI models",
        description=f"{lab.name}: {carded}{place}.",
        preview_url=absolute(reverse("preview:lab", args=[lab.slug])),
        preview_text=f"{lab.name}: its rank, its score, and how many of its models have a card.",
        links=(_feed(lab_feed(lab)),),
    )


def ranking_head(ranking: Ranking) -> Head:
    entries = ranking.entries.select_related("lab", "score")
    listed = entries.defer("score__draws", "score__releases")
    return Head(
        url=absolute(ranking.get_absolute_url()),
        title=ranking_work(ranking).title,
        description=f"Labs ranked from {ranking.cards} model cards as of "
        f"{date_text(ranking.as_of.isoformat())}, undisclosed models included.",
        preview_url=_ranking_preview(ranking),
        preview_text=f"The first labs of ranking {ranking.number} with their scores.",
        links=(
            TypedLink("cite-as", ranking_work(ranking).address),
            *_descriptions("export:ranking", [ranking.number]),
            TypedLink("license", LICENSE),
            *_types("AboutPage", "Dataset"),
        ),
        data=schema_org.json_text(schema_org.ranking_data(ranking, listed)),
    )


def home_head(current: Ranking | None) -> Head:
    return Head(
        url=absolute("/"),
        title="What AI labs disclose about how their models were made",
        description="Model cards read claim by claim, every claim graded by its evidence, and labs "
        "ranked by what they disclose.",
        preview_url=_ranking_preview(current) if current else "",
        preview_text="The first labs of the current ranking with their scores." if current else "",
        data=schema_org.json_text(schema_org.registry_data(current)),
    )


def chart_head(address: str, title: str, forms: Mapping[str, str]) -> Head:
    """Of the page of a chart; ``forms`` are the media types of its files by suffix."""
    path = address.rstrip("/")
    return Head(
        url=absolute(address),
        title=title,
        description=f"{title} of AI models, from the model cards of the registry, with the numbers "
        "as a table.",
        preview_url="",
        preview_text="",
        links=(
            TypedLink("license", LICENSE),
            *(
                TypedLink("alternate", f"{path}.{suffix}", media_type.partition(";")[0])
                for suffix, media_type in forms.items()
            ),
        ),
    )


def _ranking_preview(ranking: Ranking) -> str:
    return absolute(reverse("preview:ranking", args=[ranking.number]))


def _descriptions(address: str, args: Sequence[str | int]) -> Iterable[TypedLink]:
    forms = {form.suffix: form.media_type.partition(";")[0] for form in FORMATS.values()}
    for suffix, media_type in {schema_org.SUFFIX: schema_org.MEDIA_TYPE, **forms}.items():
        yield TypedLink("describedby", reverse(address, args=[*args, suffix]), media_type)


def _types(*names: str) -> Iterable[TypedLink]:
    return (TypedLink("type", f"https://schema.org/{name}") for name in names)


def _feed(feed: Link) -> TypedLink:
    return TypedLink("alternate", feed.url, ATOM, feed.text)
