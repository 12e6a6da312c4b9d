"""Model cards byte for byte, as they are stored and hashed."""

from registry.api.addresses import absolute
from registry.api.answers import FOREVER, JSON, LATEST, Answer, Body
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.operations import Bare, Operation
from registry.api.parameters import Asked
from registry.exporters.notices import card_notices, notices_data
from registry.models import CardVersion, ModelCard, Release, VersionStatusEvent
from registry.models.standing import card_status
from registry.models.stored_text import CardName, card_text, live_name, version_name

CARD = {
    "type": "object",
    "description": "A model card: canonical bytes (RFC 8785) of the shape at /api/v1/schemas.",
    "required": ["card_id", "schema_version"],
    "properties": {"card_id": {"type": "string"}, "schema_version": {"type": "string"}},
}


# Why there may be no live version to answer from.
NOT_CURRENT = ("retracted", "removed")


class Card(Endpoint):
    """The live version of a model's card: its canonical bytes, without an envelope."""

    operation = Operation(
        "getCard", "Models", "The card of a model", Bare({JSON: CARD}), NOT_CURRENT
    )

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        public_id = f"{lab}/{model}"
        name = live_name(public_id)
        if name is None:
            raise no_card(lab, model)
        return _card_answer(public_id, name, self.request.path, LATEST)


class Version(Endpoint):
    """One version of a card, live or superseded; its bytes never change."""

    operation = Operation(
        "getVersion", "Models", "One version of a card", Bare({JSON: CARD}), ("removed",)
    )
    quota = None

    def get(self, asked: Asked, lab: str, model: str, number: int) -> Answer:
        public_id = f"{lab}/{model}"
        name = version_name(public_id, number)
        if name is None:
            raise no_version(public_id, number)
        path = self.request.path.rpartition("/versions/")[0]
        return _card_answer(public_id, name, path, FOREVER)


def _card_answer(public_id: str, name: CardName, path: str, caching: str) -> Answer:
    """The content is read only for a client that has not got it."""

    def write() -> Body:
        canonical = card_text(public_id, name.number)
        if canonical is None:
            raise no_version(public_id, name.number)
        return Body(canonical, _links(name.number, path))

    return Answer(name.content_hash, write, caching)


def _links(number: int, path: str) -> dict[str, str]:
    """Where the card belongs, for bytes that cannot say it themselves (RFC 5829, RFC 8288)."""
    card = absolute(path)
    return {
        "canonical": f"{card}/versions/{number}",
        "latest-version": card,
        "version-history": f"{card}/versions",
        "describedby": f"{card}/grading",
        "up": f"{card}/release",
    }


def no_card(lab: str, model: str) -> RequestRefused:
    """Why there is no card to answer from: the model is unknown, without a card, or removed."""
    release = Release.objects.filter(public_id=f"{lab}/{model}").first()
    if release is None:
        return RequestRefused("not-found", f"No model {lab}/{model} is known.")
    if hasattr(release, "card"):
        return _not_current(release.card, f"{lab}/{model}")
    return RequestRefused("not-found", f"The model {lab}/{model} is known, but it has no card.")


def _not_current(card: ModelCard, public_id: str) -> RequestRefused:
    status = ModelCard.objects.filter(pk=card.pk).values_list(card_status("pk"), flat=True).get()
    if status == VersionStatusEvent.Status.RETRACTED:
        told = f"The card of {public_id} was retracted; its versions stay readable."
        return RequestRefused("retracted", told, notices=card_notices(card))
    told = f"The card of {public_id} was removed."
    return RequestRefused("removed", told, notices=card_notices(card))


def no_version(public_id: str, number: int) -> RequestRefused:
    """Why there is no content of a version: it was never published, or it was removed."""
    versions = CardVersion.objects.filter(card__release__public_id=public_id, number=number)
    version = versions.first()
    if version is not None:
        told = f"Version {number} of {public_id} was removed."
        return RequestRefused("removed", told, notices=notices_data([version]).get(version.pk, ()))
    return RequestRefused("not-found", f"No version {number} of {public_id} is public.")
