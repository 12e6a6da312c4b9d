"""What the lab is about to send back: what changed since the last snapshot, what still blocks."""

from __future__ import annotations

from collections.abc import Iterable

from registry.actions.people import subject_of
from registry.actions.readiness import readiness
from registry.models import Submission
from registry.models.review import queries, visible
from registry.rules.diff.cards import ClaimState, Side, diff_cards
from registry.rules.permissions import Membership, Person
from registry.rules.standard import load_standard
from registry.rules.visibility import Viewer
from registry.rules.workflow.vocabulary import Kind, State
from registry.web.presenters.card_difference import STATES
from registry.web.presenters.draft_links import claim_url
from registry.web.presenters.review_answers import answers_page
from registry.web.presenters.review_timeline import address
from registry.web.presenters.review_words import due_text, running_clocks
from registry.web.view_models.reviewed import ChangedClaim, Proof, Question, Revision
from registry.web.view_models.shared import Link

SENDS = {
    State.RETURNED: ("Send back to the editor", "Your answers and the card go back to the editor."),
    State.REVISION_REQUESTED: (
        "Submit the revision",
        (
            "Your answers and the revised card go to the editor, and to the referees if there is "
            "another round."
        ),
    ),
}


def revision_page(submission: Submission, viewer: Viewer) -> Revision:
    found, standard = readiness(submission), load_standard()
    before = queries.current_snapshot(submission).document()
    changes = diff_cards(Side(before, {}), Side(found.check.sound, {}), standard)
    questions = answers_page(submission, viewer).questions
    label, lead = SENDS[State(submission.state)]
    others = [change.title for change in (*changes.facts, *changes.model, *changes.preparation)]
    return Revision(
        title=submission.model_name,
        back=Link(submission.model_name, address(submission, "review")),
        label=label,
        lead=lead,
        claims=[
            ChangedClaim(
                Link(f"{one.item.id} {one.item.title}", claim_url(submission, one.item)),
                STATES[one.state],
                one.old_answer if one.state is not ClaimState.ADDED else "",
                one.new_answer if one.state is not ClaimState.REMOVED else "",
            )
            for one in changes.claims
            if one.is_edited
        ],
        others=list(dict.fromkeys(others)),
        blocks=[
            *_unanswered(submission, questions),
            *_unready(submission, is_ready=found.is_ready),
        ],
        doubts=[
            _link(submission, one, text)
            for one in questions
            for text in (one.doubt, "" if one.is_open else one.lacks)
            if text
        ],
        is_attested=submission.kind == Kind.LAB,
    )


def _unanswered(submission: Submission, questions: Iterable[Question]) -> Iterable[Link]:
    for one in questions:
        if one.is_open:
            yield _link(submission, one, one.lacks or "not answered yet")


def _link(submission: Submission, question: Question, text: str) -> Link:
    place = f"{address(submission, 'answers')}#{question.anchor}"
    return Link(f"{question.title}: {text[0].lower()}{text[1:]}", place)


def _unready(submission: Submission, *, is_ready: bool) -> Iterable[Link]:
    if not is_ready:
        text = "The card is not ready: errors are left, or warnings without a reason"
        yield Link(text, address(submission, "check"))


def proof_page(person: Person, submission: Submission, viewer: Viewer) -> Proof:
    snapshot = queries.current_snapshot(submission)
    confirmation = queries.confirmed_proof(submission)
    reports = visible.reports(submission, viewer).count()
    lab = subject_of(submission).lab
    public = [
        f"The card as it was accepted: snapshot {snapshot.number}, {snapshot.content_hash}.",
        f"{reports} report{'s'[: reports != 1]} with verdicts and comments, and your answers.",
        "The names of referees who sign; the others stay under their pseudonyms.",
        "The letter of acceptance, the issues of triage, and the interests that you declared.",
    ]
    if submission.embargo_until:
        public.append(f"Not before {submission.embargo_until:%-d %B %Y} (UTC), as you asked.")
    return Proof(
        title=submission.model_name,
        back=Link(submission.model_name, address(submission, "review")),
        preview=Link("The card as readers will see it", address(submission, "preview")),
        public=public,
        confirmed_at=confirmation.at if confirmation else None,
        can_confirm=confirmation is None
        and not submission.is_held
        and person.memberships.get(lab or "") is Membership.REPRESENTATIVE,
        due=due_text(submission, running_clocks([submission]).get(submission.pk, [])),
    )
