"""How a card gets to its referees, through a revision, and to publication: what stories share.

``start`` is how many days ago the card was begun; each journey goes on from the one before it and
returns the submission.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from registry.actions.review import rounds
from registry.demo import steps, words
from registry.demo.people import person
from registry.demo.steps import BOREALIS, EDITOR, NOOR, REPRESENTATIVE, SUBMITTER, TOMAS
from registry.models import CardVersion, Submission
from registry.rules.review.verdicts import Verdict

Journey = Generator[float, None, Submission]


@dataclass(frozen=True)
class Team:
    """Who prepares a lab's cards and who speaks for it; in a small lab the same person."""

    prepares: str
    speaks: str


OF_AOI = Team(SUBMITTER, REPRESENTATIVE)
OF_BOREALIS = Team(BOREALIS, BOREALIS)


def to_triage(model: str, team: Team, start: float) -> Journey:
    yield start
    submission = steps.draft(model, team.prepares)
    yield start - 1
    steps.complete(submission, team.prepares)
    yield start - 1.4
    steps.attest(submission, team.speaks)
    yield start - 3
    steps.take(submission)
    return submission


def to_referees(model: str, team: Team, start: float, *referees: str) -> Journey:
    submission = yield from to_triage(model, team, start)
    yield start - 5
    steps.look_through(submission, {"COMP-1": "supports", "COST-1": "partly", "DATA-1": "supports"})
    yield start - 6
    steps.send_to(submission, *referees)
    return submission


def to_reports(model: str, team: Team, start: float) -> Journey:
    """Both referees report; two of their comments must be settled."""
    submission = yield from to_referees(model, team, start, NOOR, TOMAS)
    yield start - 8
    steps.accept_invitation(submission, NOOR)
    steps.accept_invitation(submission, TOMAS)
    yield start - 18
    steps.report(
        submission, NOOR, words.ENERGY, words.PRICE, but={"COMP-8": Verdict.SUPPORTED_PARTIAL}
    )
    yield start - 22
    steps.report(submission, TOMAS, words.TOKENS, words.LIMITS)
    return submission


def to_revision(model: str, team: Team, start: float, kind: str = "minor") -> Journey:
    """The editor asks for a revision, and the lab sends one."""
    submission = yield from to_reports(model, team, start)
    yield start - 26
    steps.revise(submission, kind, words.MINOR if kind == "minor" else words.MAJOR)
    yield start - 34
    mend(submission, team)
    yield start - 36
    steps.submit_revision(submission, team.prepares, team.speaks)
    return submission


def mend(submission: Submission, team: Team) -> None:
    """Answer every comment, and change the card where the lab agrees."""
    energy = steps.content_of(submission, "compute")["compute"]
    measured = {"method": "metered", "region": "the racks alone, without cooling"}
    steps.change(
        submission,
        team.prepares,
        "compute",
        "energy_and_emissions",
        value=energy["energy_and_emissions"]["value"] | measured,
        evidence=energy["final_run"]["evidence"],
    )
    steps.answer(submission, team.prepares)


def to_acceptance(model: str, team: Team, start: float) -> Journey:
    submission = yield from to_revision(model, team, start)
    yield start - 39
    rounds.skip(by=person(EDITOR), submission=submission, token=submission.token)
    steps.settle(submission)
    yield start - 40
    steps.accept(submission, words.ACCEPTED)
    return submission


def to_publication(
    model: str, team: Team, start: float
) -> Generator[float, None, tuple[Submission, CardVersion]]:
    """Published as Reviewed; one of the referees signs."""
    submission = yield from to_acceptance(model, team, start)
    yield start - 42
    steps.choose_signing(submission, TOMAS, signs=True)
    steps.choose_signing(submission, NOOR, signs=False)
    steps.confirm_proof(submission, team.speaks)
    yield start - 44
    return submission, steps.publish(submission)
