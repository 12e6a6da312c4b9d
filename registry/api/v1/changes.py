"""The feed of changes, for whoever keeps a copy."""

from functools import partial

from registry.api.addresses import address_of
from registry.api.answers import Answer, known
from registry.api.endpoint import Endpoint
from registry.api.fields import fields_of
from registry.api.operations import Many, Operation
from registry.api.paging import Listing, list_answer, written
from registry.api.parameters import DEFAULT_LIMIT, LIMIT, Asked, Parameter, choices, whole_number
from registry.api.times import moment_text
from registry.api.v1.shapes import rankings as shapes
from registry.models import Change

# Larger than any sequence number, and still exact in every client.
LARGEST_SEQ = 2**53 - 1

AFTER = Parameter(
    "after",
    "Only changes after this one: the last seq that you have. Nothing before it was missed.",
    {"type": "integer", "minimum": 0, "maximum": LARGEST_SEQ, "default": 0},
    whole_number(0, LARGEST_SEQ),
    example=0,
)


class Changes(Endpoint):
    """What readers can see differently, in the order in which it came about. The numbers rise by
    one without gaps, so a copy that has read up to a number has missed nothing.
    """

    operation = Operation("listChanges", "Changes", "The feed of changes", Many(shapes.Change))
    parameters = (
        AFTER,
        choices("kind", "Only changes of this kind.", Change.Kind.values),
        LIMIT,
        fields_of(shapes.Change),
    )

    def get(self, asked: Asked) -> Answer:
        return list_answer(self.request.path, asked, partial(_listing, asked))


def _listing(asked: Asked, seq: int) -> Listing:
    size = asked.values.get("limit", DEFAULT_LIMIT)
    changes = Change.objects.filter(seq__gt=asked.values.get("after", 0))
    for kinds in asked.values.get("kind", ()):
        changes = changes.filter(kind__in=kinds)
    found = list(changes.order_by("seq")[: size + 1])
    rows = found[:size]
    following = {"after": rows[-1].seq} if len(found) > size else {}
    return Listing(written(map(_change, rows), asked), following, seq)


def _change(change: Change) -> shapes.Change:
    return {
        "seq": change.seq,
        "at": moment_text(change.at),
        "kind": Change.Kind(change.kind).value,
        "subject": change.subject,
        **known(version=change.version),  # type: ignore[typeddict-item]  # a member of the shape
        "links": {"subject": _subject_address(change)},
    }


def _subject_address(change: Change) -> str:
    if change.kind == Change.Kind.LAB_CHANGED:
        return address_of("lab", change.subject)
    if change.kind == Change.Kind.RANKING_PUBLISHED:
        return address_of("ranking", int(change.subject))
    return address_of("release", *change.subject.split("/"))
