"""Readers' concerns: who may do what in which state, and what is written by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from registry.actions.audit import now
from registry.actions.people import person_again
from registry.actions.review import concerns
from registry.models import (
    Actor,
    AuditEvent,
    CardVersion,
    Clock,
    ConcernReport,
    LabMembership,
    OutboxMessage,
    User,
)
from registry.models.review.concerns import concerns_for
from registry.rules.concerns import may_meet
from registry.rules.errors import (
    Conflict,
    NotPermitted,
    Refused,
    StaleWrite,
    TransitionRefused,
)
from registry.rules.permissions import Person
from registry.rules.workflow.concerns import (
    BY_CONCERN_ACTION,
    ConcernAction,
    ConcernState,
)
from tests.factories.review import Cast, add_staff, cast, published
from tests.factories.submissions import add_person, declare

pytestmark = pytest.mark.django_db
STATEMENT = "The hours in the table are those of another cluster."
LINKS = ["https://example.org/paper"]
NAME, CONTACT = "Canary Kim", "canary.kim@example.org"
OUTCOME = "The table is of another cluster; a correction follows."


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def version(people: Cast) -> CardVersion:
    return published(people)


def report(version: CardVersion, **values: Any) -> ConcernReport:
    told: dict[str, Any] = {"name": NAME, "contact": CONTACT, "item": "COMP-1", **values}
    return concerns.file(
        by=concerns.a_reader(),
        version=version,
        public_id=concerns.new_id(),
        statement=STATEMENT,
        links=LINKS,
        **told,
    )


def act(concern: ConcernReport, action: ConcernAction, by: Person, **others: Any) -> None:
    usual = {"by": by, "concern": concern, "token": concern.token, **others}
    match action:
        case ConcernAction.ACKNOWLEDGE:
            concerns.acknowledge(**usual)
        case ConcernAction.UPHOLD:
            concerns.uphold(outcome=OUTCOME, **usual)
        case ConcernAction.NOT_UPHOLD:
            concerns.not_uphold(outcome=OUTCOME, **usual)
        case ConcernAction.MARK_DUPLICATE:
            other = ConcernReport.objects.exclude(pk=concern.pk).order_by("id")[0]
            concerns.mark_duplicate(of=other.public_id, **usual)


WAYS: dict[ConcernState, tuple[ConcernAction, ...]] = {
    ConcernState.RECEIVED: (),
    ConcernState.ASSESSING: (ConcernAction.ACKNOWLEDGE,),
    ConcernState.UPHELD: (ConcernAction.ACKNOWLEDGE, ConcernAction.UPHOLD),
    ConcernState.NOT_UPHELD: (ConcernAction.ACKNOWLEDGE, ConcernAction.NOT_UPHOLD),
    ConcernState.DUPLICATE: (ConcernAction.MARK_DUPLICATE,),
}


def written() -> tuple[object, ...]:
    return (
        list(ConcernReport.objects.order_by("id").values()),
        AuditEvent.objects.count(),
        OutboxMessage.objects.count(),
        list(Clock.objects.filter(concern__isnull=False).values()),
    )


def test_every_role_in_every_state(people: Cast, version: CardVersion) -> None:
    """What the table lists succeeds with one audit row; all else changes nothing."""
    conflicted = add_staff("Cole Conflicted", "editor")
    declare(conflicted, version.origin.submission, "blocked")
    former = add_staff("Fritz Former", "editor")
    LabMembership.objects.create(
        lab=version.card.release.lab,
        user=User.objects.get(actor__key=former.key),
        role="submitter",
        confirmed_at=now(),
        confirmed_by="any",
        ended_at=now(),
        ended_by="any",
    )
    outsiders = (
        people.handling,
        people.submitter,
        people.representative,
        people.referees[0],
        add_person("reader"),
        conflicted,
        person_again(former.key),
    )
    first = report(version, contact="")
    answering = [row.action for row in BY_CONCERN_ACTION.values() if row.by_editor]
    for state, way in WAYS.items():
        for action in answering:
            concern = report(version)
            for step in way:
                act(concern, step, people.editor)
            assert concern.state == state
            before = written()
            for person in outsiders:
                with pytest.raises(NotPermitted):
                    act(concern, action, person)
                assert written() == before, (person, state, action)
            audited = AuditEvent.objects.count()
            if state in BY_CONCERN_ACTION[action].sources:
                act(concern, action, people.chief)
                assert concern.state == BY_CONCERN_ACTION[action].target
                assert AuditEvent.objects.count() == audited + 1
                running = Clock.objects.filter(concern=concern, stopped_at__isnull=True)
                assert running.count() == (action is ConcernAction.ACKNOWLEDGE)
            else:
                with pytest.raises(TransitionRefused):
                    act(concern, action, people.chief)
                assert written() == before
    assert first.state == ConcernState.RECEIVED
    # What lists are made of says the same as the rules.
    for person in (*outsiders, people.editor, people.chief):
        subject = concerns.subject_of_concern(first)
        listed = concerns_for(person.key, now()).filter(pk=first.pk).exists()
        if person.is_editor:
            assert listed == may_meet(person, subject), person


def test_a_stale_page_answers_nothing(people: Cast, version: CardVersion) -> None:
    concern = report(version)
    old = concern.token
    act(concern, ConcernAction.ACKNOWLEDGE, people.editor)
    before = written()
    with pytest.raises(StaleWrite):
        concerns.uphold(by=people.chief, concern=concern, token=old, outcome=OUTCOME)
    assert written() == before


def test_a_form_sent_twice_is_one(people: Cast, version: CardVersion) -> None:
    key = concerns.new_id()
    told: dict[str, Any] = {
        "by": concerns.a_reader(),
        "version": version,
        "public_id": key,
        "links": LINKS,
    }
    first = concerns.file(statement=STATEMENT, **told)
    before = written()
    assert concerns.file(statement=f" {STATEMENT} ", **told) == first
    with pytest.raises(Conflict):
        concerns.file(statement="Something else is wrong here.", **told)
    assert written() == before
    concerns.acknowledge(by=people.editor, concern=first, token=first.token, form_key="once")
    again = AuditEvent.objects.count()
    concerns.acknowledge(by=people.editor, concern=first, token=first.token, form_key="once")
    assert AuditEvent.objects.count() == again


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"statement": "short"}, "Statement: found 5"),
        ({"links": []}, "Links: found none"),
        ({"item": "NO-1"}, "found 'NO-1'"),
        ({"public_id": "guess"}, "no id"),
        ({"name": "a\0"}, "cannot be kept"),
    ],
)
def test_what_rests_on_nothing_is_refused(
    version: CardVersion, change: dict[str, Any], told: str
) -> None:
    before = written()
    whole: dict[str, Any] = {
        "public_id": concerns.new_id(),
        "statement": STATEMENT,
        "links": LINKS,
        **change,
    }
    with pytest.raises(Refused, match=told):
        concerns.file(by=concerns.a_reader(), version=version, **whole)
    assert written() == before


def test_who_reports_does_not_answer(people: Cast, version: CardVersion) -> None:
    concern = concerns.file(
        by=people.editor,
        version=version,
        public_id=concerns.new_id(),
        statement=STATEMENT,
        links=LINKS,
    )
    with pytest.raises(NotPermitted):
        act(concern, ConcernAction.ACKNOWLEDGE, people.editor)
    assert not concerns_for(people.editor.key, now()).exists()
    act(concern, ConcernAction.ACKNOWLEDGE, people.chief)


def test_mails_go_to_chiefs_and_to_whoever_left_an_address(
    people: Cast, version: CardVersion
) -> None:
    concern = report(version)
    act(concern, ConcernAction.ACKNOWLEDGE, people.editor)
    act(concern, ConcernAction.UPHOLD, people.editor)
    mails = OutboxMessage.objects.filter(event__startswith=f"concern {concern.public_id} ")
    chief = User.objects.get(actor__key=people.chief.key).email
    assert sorted(mails.values_list("kind", "recipient")) == sorted(
        [
            ("concern_filed", chief),
            ("concern_received", CONTACT),
            ("concern_taken_up", CONTACT),
            ("concern_upheld", CONTACT),
        ]
    )
    for mail in mails:
        assert NAME not in mail.body and STATEMENT not in mail.body
        assert concern.public_id in mail.body
    assert OUTCOME in mails.get(kind="concern_upheld").body
    silent = report(version, contact="")
    act(silent, ConcernAction.ACKNOWLEDGE, people.editor)
    told = OutboxMessage.objects.filter(event__startswith=f"concern {silent.public_id} ")
    assert [mail.kind for mail in told] == ["concern_filed"]


def test_the_record_has_neither_name_nor_address(people: Cast, version: CardVersion) -> None:
    concern = report(version)
    act(concern, ConcernAction.ACKNOWLEDGE, people.editor)
    act(concern, ConcernAction.NOT_UPHOLD, people.editor)
    rows = AuditEvent.objects.filter(subject=f"concern {concern.public_id}")
    assert [row.action for row in rows] == [
        "concern.file_concern",
        "concern.acknowledge_concern",
        "concern.not_uphold_concern",
    ]
    secrets = (NAME, CONTACT, STATEMENT, OUTCOME)
    assert not [row for row in rows if any(one in f"{row.reason}{row.data}" for one in secrets)]
    assert not Actor.objects.filter(name__contains="Canary").exists()


def test_a_duplicate_is_one_of_the_same_card(people: Cast, version: CardVersion) -> None:
    first, second = report(version), report(version)
    move: Callable[[str], None] = lambda of: concerns.mark_duplicate(  # noqa: E731
        by=people.chief, concern=second, token=second.token, of=of
    )
    for of in ("", "nonsense", second.public_id):
        with pytest.raises(Refused, match="Duplicate of: found"):
            move(of)
    move(first.public_id)
    assert second.duplicate_of == first
