"""What must hold of published versions whatever anybody did: the invariants, as far as rows tell.

``docs/invariants.md`` says which test looks after which of them. What a move of a version leads to
is written here by hand, and not read from the product's tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.test import Client

from registry.models import (
    AuditEvent,
    CardContent,
    CardVersion,
    ConcernReport,
    ModelCard,
    Notice,
    OutboxMessage,
    Ranking,
    RankingEntry,
    RegistryState,
    ReviewFile,
    ReviewFileContent,
)

Counts = Mapping[str, int]
# How many people sign each move, and the notice that it leaves.
MOVES = {
    "express_concern": (2, "concern"),
    "lift_concern": (1, "concern_lifted"),
    "retract": (2, "retraction"),
    "reinstate": (3, "reinstatement"),
    "remove": (2, "removal"),
    "restore": (2, "restoration"),
}
RECORDED = ("card.publish", *(f"card.{action}" for action in MOVES))


def public_rows() -> Counts:
    """How much there is that readers see, and how many moves of versions are on record."""
    return {
        "versions": CardVersion.objects.count(),
        "contents": CardContent.objects.count(),
        "files": ReviewFile.objects.count(),
        "notices": Notice.objects.count(),
        "live": ModelCard.objects.filter(live_version__isnull=False).count(),
        "outcomes": ConcernReport.objects.filter(state="upheld").count(),
        "moves": AuditEvent.objects.filter(action__in=RECORDED).count(),
    }


def check_public(name: str, before: Counts, *, is_move: bool) -> None:
    """Nothing becomes public but by a publication; nothing goes but by its move (I2, I11).

    ``is_move`` says whether the act moved a version, and does not wait for more people.
    """
    after = public_rows()
    gained = {key: after[key] - before[key] for key in after if after[key] != before[key]}
    live = gained.pop("live", 0)
    if name == "publish":
        assert gained.pop("notices", 0) in (0, 2), gained
        assert gained.pop("files", 1) == 1
        assert gained == {"versions": 1, "contents": 1, "moves": 1}, gained
        assert live in (0, 1)
    elif is_move:
        assert gained.pop("contents", 0) in (-1, 0, 1)
        assert gained == {"notices": 1, "moves": 1}, gained
        assert live in (-1, 0, 1)
    elif name == "uphold":
        assert gained == {"outcomes": 1} and not live
    else:
        assert not gained and not live, (name, gained)


def statuses(card_id: str) -> dict[int, list[str]]:
    """The statuses that each version of a card has had, by its number."""
    return {
        version.number: list(version.status_events.order_by("id").values_list("status", flat=True))
        for version in CardVersion.objects.filter(card__release__public_id=card_id)
    }


def replayed(card_id: str) -> tuple[dict[int, list[str]], int | None]:
    """The same as the audit rows tell it, and the number of the version that stands."""
    history: defaultdict[int, list[str]] = defaultdict(list)
    live: int | None = None
    for row in AuditEvent.objects.filter(subject=card_id, action__in=RECORDED).order_by("id"):
        number, action = row.data["version"], row.action.partition(".")[2]
        if action == "publish":
            target = "published"
        else:
            assert row.data["source"] == history[number][-1], row.action
            target = {"remove": "removed"}.get(action) or row.data["target"]
        history[number].append(target)
        base = [status for status in history[number] if status in ("published", "superseded")][-1]
        if target in ("published", "under_concern") and base == "published":
            if live not in (None, number):
                history[live].append("superseded")
            live = number
        elif live == number:
            live = None
    return dict(history), live


def check_replay(card_id: str) -> None:
    """The rows of the trail lead to what is: each status, and which version stands (I3, I8)."""
    found = statuses(card_id)
    card = ModelCard.objects.select_related("live_version").get(release__public_id=card_id)
    standing = card.live_version.number if card.live_version else None
    assert (found, standing) == replayed(card_id)
    newest = {number: history[-1] for number, history in found.items()}
    assert [number for number, one in newest.items() if one == "published"] in ([], [standing])
    assert standing is None or newest[standing] in ("published", "under_concern")


def check_signed(card_id: str) -> None:
    """Each move was made by as many people as it takes, and left its notice and its mail."""
    rows = AuditEvent.objects.filter(subject=card_id, action__in=RECORDED[1:])
    told: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows.order_by("id"):
        people, kind = MOVES[row.action.partition(".")[2]]
        signed = {row.actor_key, *row.data.get("seconded_by", ())}
        assert len(signed) == people, row.action
        told[row.data["version"]].append((row.data["notice"], kind))
    for version in CardVersion.objects.filter(card__release__public_id=card_id):
        left = list(version.notices.values_list("number", "kind"))
        assert [number for number, _ in left] == list(range(1, 1 + len(left)))
        assert [one for one in left if one[1] != "correction"] == told[version.number]
        for number, _ in told[version.number]:
            mails = OutboxMessage.objects.filter(event=f"version {version} notice {number}")
            assert mails.values_list("kind", flat=True).get() == "version_notice"


def check_concerns(card_id: str) -> None:
    """Each concern is what its rows say, and only one that was upheld has a public outcome."""
    for concern in ConcernReport.objects.filter(version__card__release__public_id=card_id):
        state = None
        rows = AuditEvent.objects.filter(subject=f"concern {concern.public_id}").order_by("id")
        for row in rows:
            assert row.data["source"] == state, row.action
            state = row.data["target"]
        assert state == concern.state
        assert bool(concern.outcome) == (state in ("upheld", "not_upheld"))


def check_ranked(card_id: str) -> None:
    """A ranking counts what stands and nothing else (I13), and says how and when (I20)."""
    card = ModelCard.objects.select_related("release__lab", "live_version", "current_grading").get(
        release__public_id=card_id
    )
    ranking = RegistryState.objects.get().current_ranking
    assert ranking is not None
    entry = RankingEntry.objects.select_related("score").get(
        ranking=ranking, lab=card.release.lab.standing
    )
    (counted,) = [row for row in entry.score.releases if row["id"] == card_id]
    live = card.live_version
    status = live.status_events.latest("id").status if live else None
    assert status in (None, "published", "under_concern")
    grading = card.current_grading
    assert (grading is None) == (live is None)
    score = None if counted["score"] is None else Fraction(counted["score"])
    assert score == (None if grading is None else Fraction(grading.score))


def check_addresses(versions: Iterable[CardVersion], rankings: Iterable[Ranking] = ()) -> None:
    """Each address that was published answers, with what is left where content is gone (I14)."""
    reader = Client()
    for version in versions:
        model = version.card.release.public_id
        answer = 410 if version.status_events.latest("id").status == "removed" else 200
        addresses = [
            f"/models/{model}/versions/{version.number}/",
            f"/models/{model}/versions/{version.number}.json",
            f"/api/v1/models/{model}/versions/{version.number}",
        ]
        if ReviewFile.objects.filter(version=version).exists():
            addresses.append(f"/models/{model}/versions/{version.number}/review/")
        for address in addresses:
            assert reader.get(address).status_code == answer, address
    for ranking in rankings:
        assert reader.get(ranking.get_absolute_url()).status_code == 200


def check_contents(version: CardVersion) -> None:
    """Bytes are there unless the version was removed, those of its review as well (I1)."""
    is_removed = version.status_events.latest("id").status == "removed"
    assert CardContent.objects.filter(version=version).exists() != is_removed
    if ReviewFile.objects.filter(version=version).exists():
        assert ReviewFileContent.objects.filter(file=version.pk).exists() != is_removed
