"""The versions of one card that anybody does anything to: moves, and what readers report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from registry.actions import transitions
from registry.actions.audit import now
from registry.actions.review import concerns, notices
from registry.actions.review.version_moves import Bytes
from registry.models import CardVersion, ConcernReport, Motion
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.workflow.versions import VersionAction
from tests.factories.versions import WORDS, kept

Choose = Callable[[Sequence[Any]], Any]
Acts = Mapping[str, Callable[[Person], object]]
STATEMENT = "The table of the paper says half of these hours."


class WalkedCard:
    """A card with its versions; the bytes of each are kept, as a reader could keep them."""

    def __init__(self, card_id: str) -> None:
        self.card_id = card_id
        self._kept: dict[int, Bytes] = {}

    def versions(self) -> list[CardVersion]:
        found = list(
            CardVersion.objects.filter(card__release__public_id=self.card_id)
            .select_related("card__release__lab", "content")
            .order_by("number")
        )
        for version in found:
            if version.pk not in self._kept and hasattr(version, "content"):
                self._kept[version.pk] = kept(version)
        return found

    def acts(self, version: CardVersion, choose: Choose) -> Acts:
        """Every act on the version by its name; what it needs is chosen when it is done."""

        def one(found: Sequence[Any]) -> Any:
            if not found:
                raise Refused("There is nothing that this could be done to.")
            return choose(found)

        def token() -> str:
            """Mostly that of a page made now."""
            now_seen = notices.token_of(version)
            return str(choose([now_seen, now_seen, now_seen, "0"]))

        def propose(action: VersionAction) -> Callable[[Person], object]:
            def act(by: Person) -> object:
                words = dict(WORDS[action])
                if "safety" in words:
                    words["safety"] = choose(["", words["safety"]])
                if "reason_class" in words:
                    words["reason_class"] = choose(["law", "privacy", "shame"])
                return notices.propose(
                    by=by, version=version, action=action, token=token(), **words
                )

            return act

        def motion() -> Motion:
            return one(list(Motion.objects.filter(version=version, closed_at=None).order_by("id")))

        def agree(by: Person) -> bool:
            whole = self._kept[version.pk]
            content = choose([whole, whole, None, Bytes(whole.card + b" ", b"{}"), Bytes(b"{}")])
            return notices.agree(by=by, motion=motion(), content=content)

        def concern() -> ConcernReport:
            found = ConcernReport.objects.filter(version__card=version.card)
            return one(list(found.order_by("id")))

        def answer(act: Callable[..., object], **words: str) -> Callable[[Person], object]:
            def answered(by: Person) -> object:
                found = concern()
                seen = choose([found.token, found.token, "0"])
                return act(by=by, concern=found, token=seen, **words)

            return answered

        return {
            **{str(action): propose(action) for action in WORDS},
            "lift_concern": lambda by: notices.lift_concern(
                by=by, version=version, token=token(), text="It was right."
            ),
            "agree": agree,
            "drop_motion": lambda by: notices.drop(by=by, motion=motion()),
            "tell_by_hand": lambda by: notices.tell_lab_by_hand(
                by=by,
                motion=motion(),
                told_on=now().date() - timedelta(days=choose([0, 0, 400])),
                how="By letter.",
            ),
            "file_concern": lambda by: concerns.file(
                by=by,
                version=version,
                public_id=concerns.new_id(),
                statement=choose([STATEMENT, STATEMENT, "No."]),
                links=["https://example.org/paper"],
                item="COST-1",
                contact=choose(["", "reader@example.org"]),
            ),
            "take_up": answer(concerns.acknowledge),
            "uphold": answer(concerns.uphold, outcome="It is half of it."),
            "not_uphold": answer(concerns.not_uphold, outcome="It is right."),
            "duplicate": lambda by: concerns.mark_duplicate(
                by=by, concern=(found := concern()), token=found.token, of=concern().public_id
            ),
        }

    def leading(self, version: CardVersion) -> Sequence[str]:
        """What leads on: to agree where something is proposed, else by the version's status."""
        if Motion.objects.filter(version=version, closed_at=None).exists():
            return PROPOSED
        return FORWARD[transitions.status_of(version) or ""].split()


# Most agree; anything else is tried, too.
PROPOSED = ("agree", "agree", "agree", "agree", "tell_by_hand", "drop_motion")
# What leads on from each status, so that a walk gets somewhere.
FORWARD: Mapping[str, str] = {
    "published": "express_concern retract remove",
    "superseded": "express_concern retract",
    "under_concern": "lift_concern retract remove",
    "retracted": "reinstate reinstate remove",
    "removed": "restore",
}
READERS = ("file_concern", "take_up", "take_up", "uphold", "not_uphold", "duplicate")
WHO = ("chief", "clear editor", "appeal editor")
# By whom each act is usually done.
USUALLY: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("lift_concern", "retract", "reinstate", "remove", "restore"), ("chief",)),
    "express_concern": WHO[1:],
    "agree": (*WHO, "handling editor", "administrator"),
    "file_concern": ("stranger", "representative", "clear editor"),
    **dict.fromkeys((*READERS[1:], "tell_by_hand", "drop_motion"), WHO),
}
