"""Model cards byte for byte, as they are stored and hashed."""

from django.http import HttpRequest

from registry.api.addresses import absolute
from registry.api.answers import FOREVER, JSON, LATEST, Answer, Body
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.operations import Bare, Operation
from registry.api.parameters import Asked
from registry.models import CardVersion, Release
from registry.models.stored_text import CardName, StoredCard, card_version, live_card, live_name

CARD = {
    "type": "object",
    "description": "A model card: canonical bytes (RFC 8785) of the shape at /api/v1/schemas.",
    "required": ["card_id", "schema_version"],
    "properties": {"card_id": {"type": "string"}, "schema_version": {"type": "string"}},
}


class Card(Endpoint):
    """The live version of a model's card: its canonical bytes, without an envelope."""

    operation = Operation(
        "getCard", "Models", "The card of a model", Bare({JSON: CARD}), ("removed",)
    )

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        path = self.request.path
        public_id = f"{lab}/{model}"
        if _may_have_it(self.request):
            name = live_name(public_id)
            if name is not None:
                return _named_answer(public_id, name, path, LATEST)
        stored = live_card(public_id)
        if stored is None:
            raise no_card(lab, model)
        return _card_answer(stored, path, LATEST)


class Version(Endpoint):
    """One version of a card, live or superseded; its bytes never change."""

    operation = Operation(
        "getVersion", "Models", "One version of a card", Bare({JSON: CARD}), ("removed",)
    )
    quota = None

    def get(self, asked: Asked, lab: str, model: str, number: int) -> Answer:
        stored = card_version(f"{lab}/{model}", number)
        if stored is None:
            raise no_version(f"{lab}/{model}", number)
        path = self.request.path.rpartition("/versions/")[0]
        return _card_answer(stored, path, FOREVER)


def _may_have_it(request: HttpRequest) -> bool:
    """Whether the client names what it has: then the content may not have to be read."""
    return "HTTP_IF_NONE_MATCH" in request.META


def _named_answer(public_id: str, name: CardName, path: str, caching: str) -> Answer:
    def write() -> Body:
        stored = card_version(public_id, name.number)
        if stored is None:
            raise no_version(public_id, name.number)
        return Body(stored.canonical, _links(name.number, path))

    return Answer(name.content_hash, write, caching)


def _card_answer(stored: StoredCard, path: str, caching: str) -> Answer:
    return Answer(
        stored.content_hash,
        lambda: Body(stored.canonical, _links(stored.number, path)),
        caching,
    )


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
        return RequestRefused("removed", f"The card of {lab}/{model} was removed.")
    return RequestRefused("not-found", f"The model {lab}/{model} is known, but it has no card.")


def no_version(public_id: str, number: int) -> RequestRefused:
    """Why there is no content of a version: it was never published, or it was removed."""
    versions = CardVersion.objects.filter(card__release__public_id=public_id, number=number)
    if versions.exists():
        return RequestRefused("removed", f"Version {number} of {public_id} was removed.")
    return RequestRefused("not-found", f"No version {number} of {public_id} is public.")
