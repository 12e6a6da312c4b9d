"""A registry full of canaries: each confidential word is one that must be found nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.actions import attestations, submissions
from registry.actions.review import (
    assignments,
    decisions,
    editors,
    profiles,
    publishing,
    reports,
    revisions,
    rounds,
    triage,
)
from registry.models import Actor, CardVersion, Lab, Release, Submission, User
from registry.rules.documents import Document
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.review.reports import Comment, ReportContent
from registry.rules.review.verdicts import CommentClass, Verdict
from registry.rules.review.wishes import Wish
from registry.rules.workflow.vocabulary import Kind
from tests.factories import review as factory
from tests.factories.submissions import (
    acknowledge_all,
    add_person,
    attested,
    draft_of,
    lab_card,
)

CANARY = re.compile(r"qzk\d{4}|0009-9999-9999-\d{4}", re.IGNORECASE)
NOBODY = "-"


@dataclass(frozen=True)
class Canary:
    """What a word stands for: the row of the table, and the submission it belongs to."""

    kind: str
    stage: str


@dataclass
class Review:
    """One submission and its referees: the first never signs, the second does, one declined.

    Who was never asked does not exist.
    """

    stage: str
    submission: Submission
    first: Person | None = None
    second: Person | None = None
    declined: Person | None = None


@dataclass
class World:
    """``canaries`` by their words, in small letters."""

    people: factory.Cast
    others: dict[str, Person]
    canaries: dict[str, Canary] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    version: CardVersion | None = None

    def word(self, kind: str, stage: str) -> str:
        """A new canary."""
        word = f"Qzk{len(self.canaries):04}"
        self.canaries[word.lower()] = Canary(kind, stage)
        return word

    def letter(self, person: Person | None, stage: str) -> str:
        """What somebody is to the submission of a stage, as a letter of the table."""
        if person is None:
            return NOBODY
        review, people = self.reviews[stage], self.people
        parts = {
            "L": (people.submitter, people.representative),
            "E": (people.handling, people.editor, people.chief),
            "U": (self.others["undeclared"],),
            "A": (self.others["administrator"],),
            "1": (review.first,),
            "2": (review.second,),
            "D": (review.declined,),
        }
        return next((letter for letter, holders in parts.items() if person in holders), NOBODY)


class Planting:
    """Builds the submission of one stage; each step plants what it has that is confidential."""

    def __init__(self, world: World, stage: str) -> None:
        self.world, self.stage = world, stage
        self.people = world.people

    def word(self, kind: str) -> str:
        return self.world.word(kind, self.stage)

    def somebody(self, kind: str) -> Person:
        """A referee, each of whose particulars is a canary of its own."""
        name = f"Zita {self.word(f'{kind}_name')}"
        person = add_person(self.word(f"{kind}_hidden"))
        user = User.objects.get(actor__key=person.key)
        user.display_name = name
        user.save()
        Actor.objects.filter(key=person.key).update(name=name)
        orcid = f"0009-9999-9999-{len(self.world.canaries):04}"
        self.world.canaries[orcid] = Canary(f"{kind}_hidden", self.stage)
        profiles.save_profile(
            user,
            affiliation=f"University of {self.word(f'{kind}_profile')}",
            orcid=orcid,
            expertise=["COMP"],
            keywords=self.word(f"{kind}_profile"),
            positions=f"{self.word(f'{kind}_hidden')} until 2020",
            linked_domains=f"{self.word(f'{kind}_hidden')}.example",
            most_open=9,
            is_available=True,
        )
        return person

    def start(self, card_id: str) -> Submission:
        """A draft; without a ``card_id``, of a model whose name is a canary, too."""
        release = Release.objects.filter(public_id=card_id).first()
        card, name = lab_card(), release.name if release else self.word("model")
        card["card_id"] = card_id or f"deepseek/{name.lower()}"
        card["model"] = {**card["model"], "name": name}
        card["prepared_by"]["note"] = self.word("card")
        return submissions.start(
            by=self.people.submitter,
            kind=Kind.LAB,
            lab=Lab.objects.get(slug="deepseek"),
            model_name=name,
            release=release,
            sections=draft_of(card),
        )

    def review(self, card_id: str) -> Review:
        review = Review(self.stage, self.start(card_id))
        self.world.reviews[self.stage] = review
        return review

    def submit(self, submission: Submission) -> None:
        wish = Wish(self.word("wish"), self.word("wish"))
        attested(
            self.people.submitter,
            self.people.representative,
            submission,
            declaration=self.declaration(),
            choices=attestations.Choices(opposed=(wish,)),
        )

    def declaration(self) -> attestations.Declaration:
        contact = f"{self.word('contact')}@deepseek.example"
        interests = self.word("interests_of_lab")
        return attestations.Declaration("Lin Example", contact, interests, ai_used=False)

    def triage(self, submission: Submission) -> None:
        people = self.people
        self.submit(submission)
        editors.declare_interests(
            by=self.world.others["conflicted"],
            submission=submission,
            answers=yes_to(Question.EMPLOYED, self.word("editors_interest")),
        )
        factory.take(people, submission)
        editors.note(by=people.handling, submission=submission, text=self.word("internal"))
        triage.check_item(
            by=people.handling,
            submission=submission,
            item="COMP-1",
            finding="partly",
            note=self.word("item_check"),
        )
        self.issue(submission, "issue_taken_back")
        triage.take_back_issue(by=people.handling, issue=submission.issues.get())

    def issue(self, submission: Submission, kind: str) -> None:
        triage.add_issue(
            by=self.people.handling,
            submission=submission,
            item="COST-1",
            severity="major",
            text=self.word(kind),
        )

    def invite(self, review: Review) -> None:
        """Two accept, the first after a waiver; the third declines."""
        submission, handling = review.submission, self.people.handling
        self.triage(submission)
        first, second, declined = (self.somebody(kind) for kind in ("first", "second", "declined"))
        review.first, review.second, review.declined = first, second, declined
        for referee in (first, second, declined):
            assignments.propose(by=handling, submission=submission, referee=factory.actor(referee))
        rounds.send_to_review(by=handling, submission=submission, token=submission.token)
        answers = yes_to(Question.COMPETITOR, self.word("firsts_interest"))
        try:
            self.accept(first, submission, answers)
        except Refused:
            editors.waive_interest(
                by=handling,
                declaration=submission.interest_declarations.get(part="referee"),
                reason=self.word("waiver"),
            )
            self.accept(first, submission, answers)
        factory.accept_invitation(second, submission)
        declining = factory.assignment_of(declined, submission)
        assignments.decline(
            by=declined,
            assignment=declining,
            token=declining.token,
            reason=self.word("declining"),
        )

    def accept(self, person: Person, submission: Submission, answers: Mapping[str, Any]) -> None:
        assignment = factory.assignment_of(person, submission)
        assignments.accept(
            by=person, assignment=assignment, token=assignment.token, answers=answers, agrees=True
        )

    def content(self, submission: Submission, kind: str) -> ReportContent:
        comment = Comment(self.word(kind), CommentClass.MUST, "COST-1")
        content = factory.report_on(
            submission,
            Verdict.SUPPORTED_PARTIAL,
            comments=(comment,),
            summary=self.word(kind),
            competence=(self.word(kind if kind == "report_unsent" else "competence"),),
        )
        item, verdict = next(iter(content.verdicts.items()))
        verdicts = {**content.verdicts, item: replace(verdict, comment=self.word(kind))}
        return replace(content, verdicts=verdicts)

    def report(self, review: Review, which: str) -> None:
        submission = review.submission
        referee = review.first if which == "first" else review.second
        assert referee is not None
        factory.report(
            referee,
            submission,
            self.content(submission, f"{which}s_report"),
            self.word(f"{which}s_note"),
        )
        if which == "second":
            part = factory.assignment_of(referee, submission).referee
            assert part is not None
            reports.choose_signing(by=referee, referee=part, signs=True)

    def both_report(self, review: Review) -> None:
        self.invite(review)
        for which in ("first", "second"):
            self.report(review, which)

    def revision(self, review: Review) -> None:
        self.both_report(review)
        decisions.revise(
            by=self.people.handling,
            submission=review.submission,
            token=review.submission.token,
            kind="minor",
            letter=self.word("letter"),
            seen_reports=factory.seen(review.submission),
        )

    def reply(self, submission: Submission, kind: str) -> None:
        found = factory.queries.comments_of(factory.queries.reports_in_force(submission))
        for comment in factory.queries.open_musts(found):
            revisions.save_reply(
                by=self.people.submitter,
                submission=submission,
                to=comment,
                text=self.word(kind),
                disposition="disagree",
                token=revisions.UNSAVED,
            )

    def revised(self, review: Review) -> None:
        submission = review.submission
        self.revision(review)
        self.reply(submission, "rebuttal")
        acknowledge_all(self.people.submitter, submission)
        revisions.submit_revision(
            by=self.people.representative,
            submission=submission,
            token=submission.token,
            declaration=replace(
                self.declaration(), ai_used=True, ai_statement=self.word("generator")
            ),
        )

    def accepted(self, review: Review) -> None:
        submission, handling = review.submission, self.people.handling
        self.revised(review)
        rounds.skip(by=handling, submission=submission, token=submission.token)
        found = factory.queries.comments_of(factory.queries.reports_in_force(submission))
        for comment in factory.queries.open_musts(found):
            decisions.rule_on_comment(
                by=handling,
                comment=comment,
                ruling="settled",
                weight="must",
                reason=self.word("ruling"),
            )
        decisions.accept(
            by=handling,
            submission=submission,
            token=submission.token,
            letter=self.word("letter"),
            seen_reports=factory.seen(submission),
        )
        # A waiver makes it a matter for two.
        factory.second(self.people.editor, submission)

    def clear(self, submission: Submission) -> None:
        publishing.confirm_proof(by=self.people.representative, submission=submission)
        factory.choose_not_to_sign(submission)
        file = publishing.review_file_of(submission)
        publishing.clear_leaks(
            by=self.people.handling,
            submission=submission,
            file_hash=file.file_hash,
            reason=self.word("clearance"),
        )


def yes_to(question: Question, explanation: str) -> Document:
    return {**factory.CLEAR, str(question): {"answer": True, "explanation": explanation}}
