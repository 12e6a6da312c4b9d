"""Stories of submissions on which somebody still has to act: each open state has one.

What a story yields is how many days ago it goes on.
"""

from __future__ import annotations

from datetime import timedelta

from registry.actions import attestations, replies, submissions
from registry.actions.audit import now
from registry.actions.review import editors, endings, rounds
from registry.demo import journeys, steps, words
from registry.demo.calendar import Story
from registry.demo.journeys import OF_AOI, OF_BOREALIS
from registry.demo.people import BY_EMAIL, actor, person
from registry.demo.steps import (
    AUTHOR,
    CHIEF,
    EDITOR,
    MIKA,
    NOOR,
    REPRESENTATIVE,
    SECOND,
    SUBMITTER,
    TOMAS,
)
from registry.rules.review.verdicts import Recommendation, Verdict
from registry.rules.review.wishes import Wish
from registry.rules.workflow.vocabulary import Kind


def in_the_making() -> Story:
    """A card half filled, by somebody who threw the first attempt away."""
    yield 12
    first = steps.draft("aoi-2-mini", SUBMITTER, only=("identity",))
    yield 11
    submissions.discard(by=person(SUBMITTER), submission=first, token=first.token)
    yield 2
    steps.draft("aoi-2-mini", SUBMITTER, only=("about", "identity", "hardware", "compute"))


def awaiting_attestation() -> Story:
    yield 6
    submission = steps.draft("aoi-2-long", SUBMITTER)
    yield 4
    steps.complete(submission, SUBMITTER)


def submitted() -> Story:
    """No editor took it in the three days that they have."""
    yield 8
    submission = steps.draft("aoi-3", SUBMITTER)
    yield 7
    steps.complete(submission, SUBMITTER)
    yield 6
    steps.attest(
        submission,
        REPRESENTATIVE,
        suggested=(Wish("Mika Salo", "Has written on how limitations are reported."),),
        embargo_until=now() + timedelta(days=40),
    )


def listed_and_answered() -> Story:
    """Somebody outside lists a model; its lab has used the right of reply."""
    yield 9
    submission = steps.draft("aoi-3-code", AUTHOR, kind=Kind.THIRD_PARTY)
    steps.give_reasons(submission, AUTHOR)
    attestations.submit_listing(by=person(AUTHOR), submission=submission, token=submission.token)
    yield 7
    replies.reply(
        by=person(REPRESENTATIVE),
        submission=submission,
        text=words.LISTING_REPLY,
        name=BY_EMAIL[REPRESENTATIVE].name,
    )


def in_triage() -> Story:
    submission = yield from journeys.to_triage("aoi-3-mini", OF_AOI, 15)
    yield 3
    steps.look_through(submission, {"COMP-1": "supports", "CHIP-1": "supports", "COST-1": "partly"})
    steps.issue(submission, "DATA-9", words.TOKENS.text, "advisory")
    editors.note(by=person(EDITOR), submission=submission, text=words.NOTE)


def returned() -> Story:
    submission = yield from journeys.to_triage("borealis-1-chat", OF_BOREALIS, 30)
    yield 25
    steps.look_through(submission, {"COMP-1": "supports", "COMP-8": "does_not"})
    steps.issue(submission, "COMP-8", "The energy has no source. Name it, or leave the claim out.")
    steps.issue(submission, "PEER-2", "Was the report sent to a journal?", "advisory")
    steps.return_it(submission)


def in_first_round() -> Story:
    """One report is in, one is late and half written, one person declined."""
    submission = yield from journeys.to_referees("aoi-1-mini", OF_AOI, 45, NOOR, TOMAS, MIKA)
    yield 36
    steps.accept_invitation(submission, NOOR)
    steps.accept_invitation(submission, TOMAS)
    yield 35
    steps.decline_invitation(submission, MIKA, words.DECLINED)
    yield 18
    steps.report(submission, NOOR, words.PRICE, but={"COST-1": Verdict.SUPPORTED_PARTIAL})
    yield 9
    steps.write(submission, TOMAS, words.TOKENS, but={"DATA-9": Verdict.SUPPORTED_PARTIAL}, only=30)


def decision_pending() -> Story:
    """The referees disagree about a claim."""
    submission = yield from journeys.to_referees("aoi-1-code", OF_AOI, 50, NOOR, TOMAS)
    yield 38
    steps.accept_invitation(submission, NOOR)
    steps.accept_invitation(submission, TOMAS)
    yield 20
    steps.report(submission, NOOR, words.ENERGY, but={"COMP-8": Verdict.NOT_SUPPORTED})
    yield 5
    steps.report(
        submission,
        TOMAS,
        words.PRICE,
        words.TOKENS,
        but={"COST-1": Verdict.CONTRADICTED, "EVAL-3": Verdict.SUPPORTED_PARTIAL},
        recommends=Recommendation.MAJOR,
        note=words.IN_CONFIDENCE,
    )


def revision_requested() -> Story:
    """The lab has answered one of the comments."""
    submission = yield from journeys.to_reports("aoi-1-long", OF_AOI, 42)
    yield 17
    steps.revise(submission, "minor", words.MINOR)
    yield 6
    steps.answer(submission, SUBMITTER, most=1)


def revision_received() -> Story:
    yield from journeys.to_revision("aoi-2", OF_AOI, 40)


def in_second_round() -> Story:
    """The referees judge what changed; one of them has."""
    submission = yield from journeys.to_revision("borealis-2", OF_BOREALIS, 70, "major")
    yield 30
    rounds.open_next(by=person(EDITOR), submission=submission, token=submission.token)
    yield 27
    steps.accept_invitation(submission, NOOR)
    yield 12
    steps.report(submission, NOOR, recommends=Recommendation.ACCEPT)


def second_editor_asked() -> Story:
    """A comment that had to be settled is overruled; so the acceptance takes two editors."""
    submission = yield from journeys.to_revision("borealis-4", OF_BOREALIS, 48)
    yield 9
    rounds.skip(by=person(EDITOR), submission=submission, token=submission.token)
    steps.settle(submission, "overruled")
    yield 2
    steps.accept(submission, words.ACCEPTED)


def accepted() -> Story:
    """The lab has not confirmed the proof yet."""
    yield from journeys.to_acceptance("aoi-2-code", OF_AOI, 45)


def on_hold() -> Story:
    submission = yield from journeys.to_referees("borealis-4-chat", OF_BOREALIS, 40, NOOR, TOMAS)
    yield 33
    steps.accept_invitation(submission, NOOR)
    yield 14
    editors.set_hold(
        by=person(CHIEF), submission=submission, token=submission.token, reason=words.ON_HOLD
    )


def appeal_open() -> Story:
    submission = yield from journeys.to_reports("borealis-3", OF_BOREALIS, 70)
    yield 45
    steps.reject(submission, words.REJECTED, "claims_not_supported")
    yield 44
    steps.agree(submission, CHIEF)
    yield 30
    endings.appeal(
        by=person(OF_BOREALIS.speaks),
        submission=submission,
        token=submission.token,
        ground="factual_error",
        statement=words.APPEAL,
    )
    yield 26
    endings.assign_appeal_editor(by=person(CHIEF), submission=submission, editor=actor(SECOND))


STORIES = (
    in_the_making,
    awaiting_attestation,
    submitted,
    listed_and_answered,
    in_triage,
    returned,
    in_first_round,
    decision_pending,
    revision_requested,
    revision_received,
    in_second_round,
    second_editor_asked,
    accepted,
    on_hold,
    appeal_open,
)
