"""What may happen to a published version, step by step: rank, level, notices, live version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registry.actions import recheck
from registry.actions.audit import now
from registry.actions.review import notices, publishing
from registry.actions.review.notices import agree, token_of
from registry.actions.review.version_moves import Bytes, effect_of
from registry.models import (
    AuditEvent,
    CardContent,
    CardVersion,
    Change,
    Clock,
    LabMembership,
    LabTold,
    ModelCard,
    Motion,
    Notice,
    OutboxMessage,
    RankingEntry,
    RegistryState,
    ReviewFileContent,
    VersionStatusEvent,
)
from registry.rules.canonical import content_hash
from registry.rules.errors import Conflict, NotPermitted, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.workflow.versions import BY_VERSION_ACTION, VersionAction
from tests.factories.calendar import stopped_calendar
from tests.factories.review import Cast, actor, add_staff, cast, published
from tests.factories.stored import publish
from tests.factories.version_invariants import check_replay, check_signed
from tests.factories.versions import (
    WORDS,
    add_administrator,
    clear,
    kept,
    moved,
    propose,
    words_for,
)

pytestmark = pytest.mark.django_db
EXPRESS, LIFT = VersionAction.EXPRESS_CONCERN, VersionAction.LIFT_CONCERN
RETRACT, REINSTATE = VersionAction.RETRACT, VersionAction.REINSTATE
REMOVE, RESTORE = VersionAction.REMOVE, VersionAction.RESTORE
R1 = "deepseek/deepseek-r1"
# Verified by the referees alone, not by the peer review of R1's paper as well.
DOUBTED = "CHIP-7"


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def listing(db: None) -> CardVersion:
    """A version that the registry prepared, without any review."""
    return CardVersion.objects.get(live_on__release__public_id="xai/grok-1")


@dataclass(frozen=True)
class Shown:
    """What readers get: the live version, its level, the grade of a claim, the lab's rank."""

    live: int | None
    level: int | None
    grade: int | None
    rank: int | None


def shown(version: CardVersion) -> Shown:
    card = ModelCard.objects.select_related("live_version").get(pk=version.card_id)
    grading = card.current_grading
    entry = RankingEntry.objects.get(
        ranking=RegistryState.objects.get().current_ranking, lab=version.card.release.lab
    )
    return Shown(
        card.live_version.number if card.live_version else None,
        grading.level if grading else None,
        grading.claims.get(item=DOUBTED).grade if grading else None,
        entry.rank,
    )


def status(version: CardVersion) -> str:
    return version.status_events.latest("id").status


def running(version: CardVersion) -> list[str]:
    clocks = Clock.objects.filter(version=version, stopped_at__isnull=True)
    return sorted(clocks.values_list("kind", flat=True))


def test_a_version_goes_through_everything(people: Cast) -> None:
    """Concern, lift, retraction, reinstatement, removal and restoration of R1's live version."""
    version = published(people)
    admin, bytes_kept, first = add_administrator(), kept(version), AuditEvent.objects.count()
    whole = shown(version)
    assert (whole.live, whole.level, whole.grade) == (version.number, 3, 3)

    version = moved(people, version, EXPRESS)
    doubted = shown(version)
    assert status(version) == "under_concern"
    assert (doubted.live, doubted.grade) == (version.number, 2)
    assert running(version) == ["concern_banner", "reverification"]
    rows = AuditEvent.objects.order_by("id")[first:]
    assert [row.action for row in rows] == [
        *("motion.propose", "motion.second", "card.express_concern")
    ]
    assert rows[2].data["safety"] == WORDS[EXPRESS]["safety"]

    version = moved(people, version, LIFT)
    assert (status(version), shown(version)) == ("published", whole)
    assert running(version) == ["reverification"]

    version = moved(people, version, RETRACT)
    gone = shown(version)
    assert status(version) == "retracted"
    assert (gone.live, gone.level) == (None, None)
    assert running(version) == []
    entry = RankingEntry.objects.filter(lab__slug="deepseek").latest("ranking_id")
    assert "was retracted" in entry.change
    assert version.content.canonical.encode() == bytes_kept.card, "it stays readable"

    version = moved(people, version, REINSTATE)
    assert (status(version), shown(version)) == ("published", whole)

    version = moved(people, version, REMOVE, administrator=admin)
    assert (status(version), shown(version)) == ("removed", gone)
    assert not CardContent.objects.filter(version=version).exists()
    assert not ReviewFileContent.objects.filter(file=version.pk).exists()
    assert version.notices.get(kind="removal").reason_class == "law"

    version = moved(people, version, RESTORE, administrator=admin, content=bytes_kept)
    assert (status(version), shown(version)) == ("published", whole)
    assert content_hash(version.content.canonical.encode()) == version.content_hash
    file = version.review_file
    assert content_hash(file.canonical.encode()) == file.content_hash
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CardContent.objects.filter(version=version).delete()

    told = version.notices.values_list("kind", flat=True)
    assert list(told) == [
        *("concern", "concern_lifted", "retraction", "reinstatement", "removal", "restoration")
    ]
    signed = [[one["role"] for one in notice.signed] for notice in version.notices.all()]
    chief, two = "editor_in_chief", ["editor_in_chief", "editor"]
    assert signed == [["editor", chief], [chief], two, [*two, "editor"], [chief], [chief]]
    feed = Change.objects.filter(subject=R1, version=version.number)
    assert [one.kind for one in feed if one.kind != "card.regraded"] == [
        *("card.published", "card.concern", "card.concern_lifted", "card.retracted"),
        *("card.reinstated", "card.removed", "card.restored"),
    ]
    mails = OutboxMessage.objects.filter(kind="version_notice")
    assert mails.count() == 6, "the lab's representative is told of each"
    check_replay(R1)
    check_signed(R1)
    assert recheck.find_differences() == []


def test_what_was_replaced_meanwhile_comes_back_as_superseded(
    people: Cast, listing: CardVersion
) -> None:
    document = listing.content.document()
    retracted = moved(people, listing, RETRACT)
    assert shown(retracted).live is None
    newer = publish(actor(people.chief), document)
    back = moved(people, retracted, REINSTATE)
    assert (status(back), shown(back).live) == ("superseded", newer.number)
    under = moved(people, back, EXPRESS, text="Any.", items=["COMP-1"], safety="Any.")
    assert (status(under), shown(under).live) == ("under_concern", newer.number)
    assert status(moved(people, under, LIFT)) == "superseded"

    # The newer one is removed, an older one stays what it is, and the newer takes its place again.
    admin, bytes_kept = add_administrator(), kept(newer)
    newer = moved(people, newer, REMOVE, administrator=admin)
    assert shown(newer).live is None
    newer = moved(people, newer, RESTORE, administrator=admin, content=bytes_kept)
    assert shown(newer).live == newer.number
    assert recheck.find_differences() == []


def test_an_older_version_gives_way_to_the_newer_that_comes_back(
    people: Cast, listing: CardVersion
) -> None:
    older = moved(people, listing, RETRACT)
    newer = publish(actor(people.chief), older.content.document())
    newer = moved(people, newer, RETRACT)
    older = moved(people, older, REINSTATE)
    assert (status(older), shown(older).live) == ("published", older.number)
    newer = moved(people, newer, REINSTATE)
    assert (status(older), status(newer)) == ("superseded", "published")
    assert shown(newer).live == newer.number
    assert running(older) == []
    assert recheck.find_differences() == []


def test_a_retracted_old_version_changes_no_rank(people: Cast, listing: CardVersion) -> None:
    document = listing.content.document()
    newer = publish(
        actor(people.chief), document | {"prepared_by": document["prepared_by"] | {"name": "X"}}
    )
    before, number = shown(newer), RegistryState.objects.get().current_ranking_id
    moved(people, listing, RETRACT)
    assert (shown(newer), RegistryState.objects.get().current_ranking_id) == (before, number)


def test_a_doubted_claim_is_not_carried_to_the_next_version(people: Cast) -> None:
    version = moved(people, published(people), EXPRESS)
    carried = publishing.carried_verdicts(version)
    assert carried and DOUBTED not in {one.item for one in carried}


ROLES = ("chief", "editor", "handling", "administrator", "undeclared", "referee", "member", "lab")
MAY_PROPOSE = {action: {"chief"} for action in (LIFT, RETRACT, REINSTATE, REMOVE, RESTORE)} | {
    EXPRESS: {"chief", "editor", "handling"}
}
MAY_AGREE = {
    EXPRESS: {"chief 2"},
    RETRACT: {"chief 2", "editor", "handling"},
    REINSTATE: {"chief 2", "editor", "handling"},
    REMOVE: {"administrator"},
    RESTORE: {"administrator"},
}


def persons(people: Cast, version: CardVersion) -> dict[str, Person]:
    """Everybody who could try, by role; the member of the lab is a chief as well."""
    member = add_staff("Mia Member", "editor", "editor_in_chief")
    LabMembership.objects.create(
        lab=version.card.release.lab,
        user=actor(member).user,
        role="submitter",
        confirmed_at=now() - timedelta(days=400),
        confirmed_by=member.key,
        ended_at=now() - timedelta(days=300),
        ended_by=member.key,
    )
    referee = people.referees[0]
    return {
        "chief": people.chief,
        "editor": people.editor,
        "handling": people.handling,
        "administrator": add_administrator(),
        "undeclared": add_staff("Uma Undeclared", "editor", "editor_in_chief"),
        "referee": Person(referee.key, is_editor=True, is_chief=True, has_second_factor=True),
        "member": member,
        "lab": people.representative,
        "chief 2": clear(add_staff("Cleo Chief", "editor", "editor_in_chief"), version),
    }


def tried(act: object) -> list[str]:
    """What an act adds to the audit trail, undone again; a refusal must add nothing at all."""
    assert callable(act)
    added: list[str] = []
    before = AuditEvent.objects.count(), Notice.objects.count(), Motion.objects.count()
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
        except (NotPermitted, TransitionRefused):
            now_there = AuditEvent.objects.count(), Notice.objects.count(), Motion.objects.count()
            assert now_there == before
        else:
            added = [row.action for row in AuditEvent.objects.order_by("id")[before[0] :]]
        transaction.set_rollback(True)
    return added


def put(version: CardVersion, *statuses: str) -> None:
    for one in statuses:
        VersionStatusEvent.objects.create(version=version, status=one, at=now(), actor_key="any")


STATUSES = {
    "published": (),
    "superseded": ("superseded",),
    "under_concern": ("under_concern",),
    "retracted": ("retracted",),
    "removed": ("removed",),
}


def test_every_role_tries_every_move_in_every_status(people: Cast) -> None:
    version = published(people)
    by_role = persons(people, version)
    bytes_kept = kept(version)
    for name, statuses in STATUSES.items():
        with transaction.atomic():
            put(version, *statuses)
            for action, may in MAY_PROPOSE.items():
                row = BY_VERSION_ACTION[action]
                for role in ROLES:
                    given = words_for(action)
                    usual = {"by": by_role[role], "version": version, "token": token_of(version)}

                    def act(
                        action: VersionAction = action,
                        usual: dict[str, object] = usual,
                        given: dict[str, object] = given,
                    ) -> None:
                        if action is LIFT:
                            notices.lift_concern(**usual, text="Any.")
                        else:
                            notices.propose(**usual, action=action, **given)

                    expected = []
                    if role in may and name in row.sources:
                        expected = ["card.lift_concern" if action is LIFT else "motion.propose"]
                    assert tried(act) == expected, (name, action, role)
            transaction.set_rollback(True)
    for action, may in MAY_AGREE.items():
        source = sorted(BY_VERSION_ACTION[action].sources - {"superseded"})[-1]
        with transaction.atomic():
            if source != "published":
                put(version, source)
            if action is RESTORE:
                CardContent.objects.filter(version=version).delete()
                ReviewFileContent.objects.filter(file=version.pk).delete()
            if source in ("retracted", "removed"):
                ModelCard.objects.filter(pk=version.card_id).update(
                    live_version=None, current_grading=None
                )
            motion = propose(people.chief, version, action)
            for role, who in by_role.items():
                added = tried(
                    lambda who=who, motion=motion: agree(by=who, motion=motion, content=bytes_kept)
                )
                made = [] if action is REINSTATE else [f"card.{action}"]
                expected = ["motion.second", *made] if role in may else []
                assert added == expected, (action, role)
            transaction.set_rollback(True)


def test_a_concern_waits_72_hours_for_the_lab(
    people: Cast, listing: CardVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody represents the lab: an editor tells it, and the time runs from then on."""
    calendar = stopped_calendar(monkeypatch)
    words = {"text": "The hours cannot be right.", "items": ["COMP-1"]}
    motion = propose(people.editor, listing, EXPRESS, **words)
    with pytest.raises(Conflict, match="Nobody represents the lab here"):
        agree(by=people.chief, motion=motion)
    told_on = calendar.moment.date()
    with pytest.raises(Refused, match="Expected a day from the proposal"):
        notices.tell_lab_by_hand(
            by=people.editor, motion=motion, told_on=told_on - timedelta(days=1), how="By letter."
        )
    calendar.pass_days(2)
    notices.tell_lab_by_hand(by=people.editor, motion=motion, told_on=told_on, how="By letter.")
    with pytest.raises(Conflict, match="told already"):
        notices.tell_lab_by_hand(by=people.editor, motion=motion, told_on=told_on, how="Again.")
    calendar.pass_days(1, hours=11)
    with pytest.raises(Conflict, match="from 00:00 UTC on 6 March 2026"):
        agree(by=people.chief, motion=motion)
    calendar.pass_days(0, hours=1)
    assert agree(by=people.chief, motion=motion)
    assert status(listing) == "under_concern"


def test_the_mail_to_the_lab_starts_the_72_hours(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = stopped_calendar(monkeypatch)
    version = CardVersion.objects.get(live_on__release__public_id=R1)
    motion = propose(people.editor, version, EXPRESS, text="Look again.", items=["COMP-1"])
    mail = OutboxMessage.objects.get(kind="concern_proposed")
    assert mail.recipient == "representative@example.org"
    assert "Look again." in mail.body and "72 hours" in mail.body
    assert LabTold.objects.get(motion=motion).how == "by mail to 1 representative"
    calendar.pass_days(2, hours=23)
    with pytest.raises(Conflict, match="from 12:00 UTC on 5 March 2026"):
        agree(by=people.chief, motion=motion)
    calendar.pass_days(0, hours=1)
    assert agree(by=people.chief, motion=motion)


def test_forms_and_pages_that_come_too_late(people: Cast, listing: CardVersion) -> None:
    token = token_of(listing)
    words = {"by": people.chief, "version": listing, "action": RETRACT, "text": "Made up."}
    motion = notices.propose(**words, token=token, form_key="one")
    assert motion is not None
    assert notices.propose(**words, token=token, form_key="one") is None, "the same form again"
    with pytest.raises(Conflict, match="was proposed already"):
        notices.propose(**words, token=token, form_key="two")
    concern = propose(people.editor, listing, EXPRESS, text="Any.", items=["COMP-1"], safety="Any.")
    assert agree(by=people.chief, motion=concern)
    with pytest.raises(StaleWrite, match="became under concern"):
        agree(by=people.editor, motion=motion)
    with pytest.raises(StaleWrite, match="became under concern"):
        notices.lift_concern(by=people.chief, version=listing, token=token, text="Late.")
    with pytest.raises(Refused, match="No lab has to know"):
        notices.tell_lab_by_hand(by=people.editor, motion=motion, told_on=now().date(), how="Mail")
    notices.drop(by=people.editor, motion=motion)
    with pytest.raises(Conflict, match="was dropped"):
        agree(by=people.editor, motion=motion)
    usual = {"by": people.chief, "version": listing, "token": token_of(listing)}
    assert notices.lift_concern(**usual, text="Right.", form_key="lift") is not None
    assert notices.lift_concern(**usual, text="Right.", form_key="lift") is None


def test_the_rights_of_everybody_are_those_of_the_last_agreement(
    people: Cast, listing: CardVersion
) -> None:
    motion = propose(people.chief, listing, RETRACT)
    actor(people.chief).user.roles.filter(name="editor_in_chief").delete()
    with pytest.raises(NotPermitted, match="“Retract” is for an editor-in-chief"):
        agree(by=people.editor, motion=motion)
    assert status(listing) == "published"


@pytest.mark.parametrize(
    ("action", "words", "refusal"),
    [
        (EXPRESS, {"text": "Any."}, "Name the claims that are in doubt"),
        (EXPRESS, {"text": "Any.", "items": ["COMP-99"]}, "'COMP-99', which is no item"),
        (RETRACT, {"text": "  "}, "Text of the notice: found nothing"),
        (REMOVE, {"text": "Any.", "reason_class": "embarrassing"}, "law or privacy only"),
    ],
)
def test_what_a_notice_cannot_say(
    action: VersionAction,
    words: dict[str, object],
    refusal: str,
    people: Cast,
    listing: CardVersion,
) -> None:
    with pytest.raises(Refused, match=refusal):
        propose(people.chief, listing, action, **words)
    assert not Motion.objects.exists()


def test_only_the_very_bytes_come_back(people: Cast, listing: CardVersion) -> None:
    admin, card = add_administrator(), kept(listing).card
    removed = moved(people, listing, REMOVE, administrator=admin)
    motion = propose(people.chief, removed, RESTORE)
    with pytest.raises(Refused, match="its hash is sha256"):
        agree(by=admin, motion=motion, content=Bytes(card.replace(b"Grok", b"Grog", 1)))
    with pytest.raises(Refused, match="The card is missing"):
        agree(by=admin, motion=motion)
    assert status(removed) == "removed"
    assert not motion.seconds.exists(), "a refusal leaves nothing"
    assert agree(by=admin, motion=motion, content=Bytes(card + b"\n"))
    assert status(removed) == "published"
    assert recheck.find_differences() == []


def test_a_preview_is_what_happens_and_leaves_nothing(people: Cast, listing: CardVersion) -> None:
    words = notices.words_of(propose(people.chief, listing, RETRACT))
    before = shown(listing), AuditEvent.objects.count(), OutboxMessage.objects.count()
    effect = effect_of(listing, BY_VERSION_ACTION[RETRACT], words)
    assert (shown(listing), AuditEvent.objects.count(), OutboxMessage.objects.count()) == before
    assert (effect.before.live, effect.before.rank) == (listing.number, before[0].rank)
    agree(by=people.editor, motion=Motion.objects.get())
    assert (effect.after.live, effect.after.rank) == (None, shown(listing).rank)
