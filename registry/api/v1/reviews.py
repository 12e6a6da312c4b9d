"""The published review of a card version, byte for byte as it is stored and hashed."""

from registry.api.answers import FOREVER, JSON, Answer, Body
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.operations import Bare, Operation
from registry.api.parameters import Asked
from registry.api.v1.models import no_version
from registry.models import ReviewFile
from registry.models.stored_text import version_name

REVIEW = {
    "type": "object",
    "description": "A review file: canonical bytes (RFC 8785) of the shape at "
    "/schemas/review-file/<schema_version>.schema.json.",
    "required": ["card_id", "version", "schema_version"],
    "properties": {
        "card_id": {"type": "string"},
        "version": {"type": "integer"},
        "schema_version": {"type": "string"},
    },
}


class VersionReview(Endpoint):
    """How one version of a card was reviewed: reports, replies, rulings, decision letters and the
    interests that were declared. Its bytes never change.
    """

    operation = Operation(
        "getVersionReview", "Models", "The review of a version", Bare({JSON: REVIEW}), ("removed",)
    )
    quota = None

    def get(self, asked: Asked, lab: str, model: str, number: int) -> Answer:
        public_id = f"{lab}/{model}"
        if version_name(public_id, number) is None:
            raise no_version(public_id, number)
        files = ReviewFile.objects.filter(
            version__card__release__public_id=public_id, version__number=number
        )
        digest = files.values_list("content_hash", flat=True).first()
        if digest is None:
            raise RequestRefused(
                "not-found", f"Version {number} of {public_id} was published without a review."
            )

        def write() -> Body:
            canonical = files.values_list("content__canonical", flat=True).first()
            if canonical is None:
                raise no_version(public_id, number)
            return Body(canonical)

        return Answer(digest, write, FOREVER)
