"""Checking a card without an account: nothing is stored, whatever comes in."""

from datetime import UTC, datetime

from registry.api.answers import NEVER, Answer, Body, json_text
from registry.api.bodies import REFUSALS, SHOWN, body_of, format_of
from registry.api.endpoint import Endpoint
from registry.api.errors import RequestRefused
from registry.api.operations import One, Operation
from registry.api.parameters import Asked
from registry.api.throttling import VALIDATE
from registry.api.v1.shapes import validation as shapes
from registry.models.relatives import relatives_of
from registry.rules.checking.check import check_card
from registry.rules.checking.reading import Format
from registry.rules.validation import validate_card, validation_to_data

# Any object may be asked about; what is wrong with it as a card is the answer.
DOCUMENT = {"type": "object", "description": "A model card, or what is meant to become one."}


class Validate(Endpoint):
    """What the registry thinks of a card: its problems, its plausibility, the score it would get.

    No account, and nothing is stored. A card that is wrong gets 200 with valid: false; only what
    cannot be read is refused. At most 1 MiB, uncompressed.
    """

    operation = Operation(
        "validateCard",
        "Checking",
        "Check a card",
        One(shapes.Validation, is_enveloped=False),
        REFUSALS,
        body=dict.fromkeys(SHOWN, DOCUMENT),
    )
    quota = VALIDATE

    def post(self, asked: Asked) -> Answer:
        file_format = format_of(self.request)
        data = body_of(self.request)
        return Answer("", lambda: Body(_validated(data, file_format)), caching=NEVER)


def _validated(data: bytes, file_format: Format) -> str:
    checked = check_card(data, file_format)
    if checked.document is None:
        raise RequestRefused(
            "unreadable-document",
            "The body cannot be read as a model card.",
            problems=checked.problems,
        )
    validation = validate_card(checked, today=datetime.now(UTC).date(), relatives=relatives_of)
    return json_text(validation_to_data(validation))
