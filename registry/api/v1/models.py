"""Model cards byte for byte, as they are stored and hashed."""

from django.urls import reverse

from registry.api.addresses import absolute
from registry.api.answers import FOREVER, LATEST, Answer, Body
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.parameters import Asked
from registry.models import Release
from registry.models.stored_text import StoredCard, card_version, live_card


class Card(Endpoint):
    """The live version of a model's card: its canonical bytes, without an envelope."""

    def get(self, asked: Asked, lab: str, model: str) -> Answer:
        stored = live_card(f"{lab}/{model}")
        if stored is None:
            raise _no_card(lab, model)
        return _card_answer(stored, lab, model, LATEST)


class Version(Endpoint):
    """One version of a card, live or superseded; its bytes never change."""

    quota = None

    def get(self, asked: Asked, lab: str, model: str, number: int) -> Answer:
        stored = card_version(f"{lab}/{model}", number)
        if stored is None:
            raise _no_version(lab, model, number)
        return _card_answer(stored, lab, model, FOREVER)


def _card_answer(stored: StoredCard, lab: str, model: str, caching: str) -> Answer:
    return Answer(
        stored.content_hash,
        lambda: Body(stored.canonical, _links(stored.number, lab, model)),
        caching,
    )


def _links(number: int, lab: str, model: str) -> dict[str, str]:
    return {"canonical": absolute(reverse("api:version", args=[lab, model, number]))}


def _no_card(lab: str, model: str) -> RequestRefused:
    release = Release.objects.filter(public_id=f"{lab}/{model}").first()
    if release is None:
        return RequestRefused("not-found", f"No model {lab}/{model} is known.")
    if hasattr(release, "card"):
        return RequestRefused("removed", f"The card of {lab}/{model} was removed.")
    return RequestRefused("not-found", f"The model {lab}/{model} is known, but it has no card.")


def _no_version(lab: str, model: str, number: int) -> RequestRefused:
    removed = Release.objects.filter(
        public_id=f"{lab}/{model}", card__versions__number=number
    ).exists()
    if removed:
        return RequestRefused("removed", f"Version {number} of {lab}/{model} was removed.")
    return RequestRefused("not-found", f"No version {number} of {lab}/{model} is public.")
