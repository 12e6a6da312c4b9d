"""Stories that have come to an end, and what people ask of the editors besides.

What a story yields is how many days ago it goes on.
"""

from __future__ import annotations

from datetime import timedelta

from registry.actions import attestations, invitations, lab_proposals, lab_requests
from registry.actions.accounts import person_with
from registry.actions.audit import now
from registry.actions.review import corrections, endings, triage
from registry.demo import journeys, models, people, steps, words
from registry.demo.calendar import Story
from registry.demo.journeys import OF_AOI, OF_BOREALIS
from registry.demo.people import BY_EMAIL, person
from registry.demo.steps import ADMINISTRATOR, AUTHOR, CHIEF, EDITOR, READER, SECOND
from registry.models import Lab
from registry.rules.invitations import Answer
from registry.rules.workflow.requests import Proof
from registry.rules.workflow.versions import VersionAction
from registry.rules.workflow.vocabulary import Kind, Track


def beginning() -> Story:
    """Before all else: the people, the labs and their models."""
    yield 130
    people.move_in()
    models.register()
    yield 128
    people.join_labs()


def reviewed_and_corrected() -> Story:
    """Published after review; later the lab corrects a figure in a version of its own."""
    submission, _ = yield from journeys.to_publication("aoi-1", OF_AOI, 120)
    yield 40
    correction = corrections.start(
        by=person(OF_AOI.prepares),
        submission=submission,
        text=words.CORRECTION,
        found_by="a reader of the card",
    )
    if correction is None:
        raise LookupError("There is no correction to go on with.")
    segments = [{"count": {"value": 248, "precision": "exact"}, "stages": ["pretraining"]}]
    steps.change(
        correction,
        OF_AOI.prepares,
        "hardware",
        "accelerator_count",
        value={"segments": segments},
    )
    steps.change(
        correction,
        OF_AOI.prepares,
        "hardware",
        "topology",
        value={"nodes": 31, "accelerators_per_node": 8},
    )
    steps.complete(correction, OF_AOI.prepares)
    yield 39
    steps.attest(correction, OF_AOI.speaks)
    yield 38
    steps.take(correction)
    yield 36
    steps.pass_check(correction)
    yield 35
    steps.confirm_proof(correction, OF_AOI.speaks)
    steps.publish(correction)


def in_doubt() -> Story:
    """Published after review; then a source turns out to be another model's."""
    _, version = yield from journeys.to_publication("borealis-1", OF_BOREALIS, 100)
    yield 30
    steps.propose_notice(
        version,
        SECOND,
        VersionAction.EXPRESS_CONCERN,
        words.CONCERN,
        items=("COMP-1", "COMP-3"),
        found_by="a reader",
    )
    yield 26
    steps.agree_to_notice(version, CHIEF)


def retracted() -> Story:
    """Published after an editor's check alone, and retracted when the figures proved wrong."""
    yield 60
    submission = steps.draft("borealis-lite", OF_BOREALIS.prepares)
    steps.complete(submission, OF_BOREALIS.prepares)
    yield 58
    steps.attest(submission, OF_BOREALIS.speaks, track=Track.REGISTRY)
    yield 56
    steps.take(submission)
    yield 52
    steps.pass_check(submission)
    yield 50
    steps.confirm_proof(submission, OF_BOREALIS.speaks)
    version = steps.publish(submission)
    yield 16
    steps.propose_notice(version, CHIEF, VersionAction.RETRACT, words.RETRACTION, items=("COST-1",))
    yield 15
    steps.agree_to_notice(version, SECOND)


def listed() -> Story:
    """A model of a lab that nobody speaks for, listed by somebody else from public sources."""
    yield 70
    submission = steps.draft("cumulus-2", AUTHOR, kind=Kind.THIRD_PARTY)
    steps.give_reasons(submission, AUTHOR)
    attestations.submit_listing(by=person(AUTHOR), submission=submission, token=submission.token)
    yield 68
    steps.take(submission)
    yield 50
    steps.pass_check(submission)
    yield 49
    steps.publish(submission)


def removed() -> Story:
    """A listing that gave away whom the law protects: only its name and the reason are left."""
    yield 66
    submission = steps.draft("cumulus-1", AUTHOR, kind=Kind.THIRD_PARTY)
    steps.give_reasons(submission, AUTHOR)
    attestations.submit_listing(by=person(AUTHOR), submission=submission, token=submission.token)
    yield 64
    steps.take(submission)
    yield 46
    steps.pass_check(submission)
    yield 45
    version = steps.publish(submission)
    yield 11
    steps.propose_notice(
        version, CHIEF, VersionAction.REMOVE, words.REMOVAL, reason_class="privacy"
    )
    yield 10
    steps.agree_to_notice(version, ADMINISTRATOR)


def rejected() -> Story:
    submission = yield from journeys.to_reports("borealis-2-chat", OF_BOREALIS, 46)
    yield 20
    steps.reject(submission, words.REJECTED, "claims_not_supported", "not_answered")
    yield 18
    steps.agree(submission, CHIEF)


def desk_rejected() -> Story:
    submission = yield from journeys.to_triage("borealis-5", OF_BOREALIS, 25)
    yield 19
    triage.desk_reject(
        by=person(EDITOR),
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=words.NOT_REVIEWED,
    )
    yield 18
    steps.agree(submission, SECOND)


def withdrawn() -> Story:
    submission = yield from journeys.to_triage("borealis-3-chat", OF_BOREALIS, 33)
    yield 24
    endings.withdraw(
        by=person(OF_BOREALIS.speaks),
        submission=submission,
        token=submission.token,
        reason="The model will not be released.",
    )


def invited() -> Story:
    """Three labs are invited in public; one answers."""
    yield 90
    for slug in (people.BOREALIS, models.CUMULUS.slug, models.DELTA.slug):
        invitations.invite(
            by=person(CHIEF), lab=Lab.objects.get(slug=slug), reason=words.INVITATION
        )
    yield 80
    invitations.answer(
        by=person(OF_BOREALIS.speaks),
        lab=Lab.objects.get(slug=people.BOREALIS),
        kind=Answer.WILL_DISCLOSE,
        disclose_by=(now() + timedelta(days=120)).date(),
        text=words.WILL_DISCLOSE,
        name=BY_EMAIL[OF_BOREALIS.speaks].name,
        seen=0,
    )


def asked() -> Story:
    """What waits on the editors' page beside submissions: a role in a lab, and a new lab."""
    yield 3
    lab_requests.ask(
        user=person_with(READER),
        lab=Lab.objects.get(slug=models.CUMULUS.slug),
        role=people.PREPARES,
        proof=Proof.PAGE,
        place=models.CUMULUS.domain,
        note="I work on the cards of our models.",
    )
    yield 1
    lab_proposals.propose(
        user=person_with(AUTHOR),
        name="Fictional Models Esperanza",
        country="AR",
        domain="esperanza.example.net",
        why="It announced a model last month.",
    )


STORIES = (
    beginning,
    reviewed_and_corrected,
    in_doubt,
    retracted,
    listed,
    removed,
    rejected,
    desk_rejected,
    withdrawn,
    invited,
    asked,
)
