"""One submission that anybody does anything to: acts with what chance puts into them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from registry.actions import replies
from registry.actions.review import (
    assignments,
    carrying,
    corrections,
    decisions,
    editors,
    endings,
    publishing,
    redacting,
    reports,
    revisions,
    triage,
)
from registry.models import (
    Assignment,
    InterestDeclaration,
    Issue,
    Motion,
    Report,
    ReportDraft,
    Submission,
)
from registry.models.review import queries
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.review.verdicts import Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import Kind, Track
from tests.factories.calendar import Calendar
from tests.factories.review import CLEAR, MUST, SHOULD, Cast, actor, report_on
from tests.factories.stages import Stages, act_on
from tests.factories.submissions import acknowledge_all

Choose = Callable[[Sequence[Any]], Any]
WAIVABLE = {**CLEAR, str(Question.COMPETITOR): {"answer": True, "explanation": "Any"}}
BLOCKED = {**CLEAR, str(Question.EQUITY): {"answer": True, "explanation": "Any"}}
EDITORS = ("clear editor", "undeclared editor", "handling editor", "appeal editor", "chief")
REFEREES = ("referee", "working referee", "former referee", "refereeing editor", "invited referee")


class Walked(Stages):
    """A submission, with those who ask something of it taken from one cast for several."""

    def __init__(
        self, calendar: Calendar, people: dict[str, Person], submission: Submission
    ) -> None:
        self.calendar, self.people, self.submission = calendar, people, submission
        self.kind, self.track = Kind(submission.kind), Track(submission.track)
        self.moved: dict[str, int] = {}
        is_lab = self.kind is Kind.LAB
        self.cast = Cast(
            submitter=people["submitter" if is_lab else "author"],
            representative=people["representative" if is_lab else "author"],
            handling=people["handling editor"],
            editor=people["clear editor"],
            chief=people["chief"],
        )

    def acts(self, choose: Choose) -> dict[str, Callable[[Person], object]]:
        """Every act by its name; what it needs is chosen when it is done."""
        this = {"submission": self.submission}

        def one(found: Sequence[Any]) -> Any:
            if not found:
                raise Refused("There is nothing that this could be done to.")
            return choose(found)

        def assignment() -> Assignment:
            return one(list(Assignment.objects.filter(**this).order_by("id")))

        def seen_assignment() -> dict[str, Any]:
            found = assignment()
            return {"assignment": found, "token": found.token}

        def editor() -> Any:
            return actor(self.people[choose(EDITORS)])

        def write(by: Person) -> object:
            found = one(list(Assignment.objects.filter(**this, person=by.key).order_by("id")))
            draft = ReportDraft.objects.filter(assignment=found).first()
            return reports.save_draft(
                by=by,
                assignment=found,
                content=report_on(
                    self.submission,
                    but={"COST-1": choose(list(Verdict))} if choose([False, False, True]) else {},
                    comments=choose([(), (MUST, SHOULD), (MUST,)]),
                ),
                note=choose(["", "Seen elsewhere."]),
                token=draft.token if draft else reports.UNSAVED,
            )

        def hand_in(by: Person) -> object:
            found = one(list(Assignment.objects.filter(**this, person=by.key).order_by("-id")))
            how = reports.file_late if found.state == "cancelled" else reports.submit
            draft = ReportDraft.objects.filter(assignment=found).first()
            return how(
                by=by,
                assignment=found,
                token=found.token,
                draft_token=draft.token if draft else "",
            )

        def give_back(by: Person) -> object:
            found = one(list(Report.objects.filter(assignment__submission=self.submission)))
            token = found.assignment.token
            return reports.return_report(by=by, report=found, token=token, reason="Too short.")

        def redact(by: Person) -> object:
            found = one(list(Report.objects.filter(assignment__submission=self.submission)))
            return redacting.propose(
                by=by,
                report=found,
                passages=[choose(["careful", "Say which", "of R1", " "])],
                reason_class=choose(["identifying", "offensive", "harsh"]),
                reason="Any.",
            )

        def answer(by: Person) -> object:
            comments = queries.comments_of(queries.reports_in_force(self.submission))
            issues = list(Issue.objects.filter(**this).order_by("id"))
            to = one([*queries.open_musts(comments), *issues])
            stored = getattr(to, "reply_draft", None)
            disposition = "" if isinstance(to, Issue) else choose(["disagree", "changed"])
            return revisions.save_reply(
                by=by,
                to=to,
                text=choose(["It is so.", "It was so."]),
                disposition=disposition,
                token=stored.token if stored else revisions.UNSAVED,
                **this,
            )

        def rule(by: Person) -> object:
            comments = queries.comments_of(queries.reports_in_force(self.submission))
            return decisions.rule_on_comment(
                by=by,
                comment=one(comments),
                ruling=choose(["settled", "overruled", "reclassed"]),
                weight=choose(["must", "should"]),
                reason="Any.",
            )

        def adjudicate(by: Person) -> object:
            item = one([*queries.disputed_items(self.submission), "COST-1"])
            return decisions.adjudicate(
                by=by, item=item, verdict="supported_partial", reason="Any.", **this
            )

        def waive(by: Person) -> object:
            found = InterestDeclaration.objects.filter(**this, outcome="waivable", waiver=None)
            return editors.waive_interest(
                by=by, declaration=one(list(found.order_by("id"))), reason="Nobody else can judge."
            )

        def motion() -> Motion:
            return one(list(Motion.objects.filter(**this, closed_at=None)))

        def check_core(by: Person) -> object:
            for item in load_standard().items:
                if item.core:
                    triage.check_item(by=by, item=item.id, finding="supports", **this)
            return None

        def sign(by: Person) -> object:
            referee = one(list(self.submission.referees.order_by("number")))
            return reports.choose_signing(by=by, referee=referee, signs=choose([True, False]))

        def clear(by: Person) -> object:
            file = publishing.review_file_of(self.submission)
            return publishing.clear_leaks(by=by, file_hash=file.file_hash, reason="Chance.", **this)

        own = {str(action): act for action, act in act_on(self).items()}
        return own | {
            "assign_editor": lambda by: editors.assign(by=by, editor=editor(), **self.seen()),
            "reassign_editor": lambda by: editors.reassign(
                by=by, editor=editor(), reason="Any.", **self.seen()
            ),
            "grant_appeal": lambda by: endings.grant_appeal(
                by=by, editor=editor(), reasons="Any.", **self.seen()
            ),
            "revise": lambda by: decisions.revise(
                by=by, kind=choose(["minor", "major"]), **self.decide()
            ),
            "reject": lambda by: decisions.reject(
                by=by,
                reason_codes=["not_answered"],
                may_come_again=choose([True, False]),
                **self.decide(),
            ),
            "declare": lambda by: editors.declare_interests(
                by=by, answers=choose([CLEAR, CLEAR, CLEAR, WAIVABLE, BLOCKED]), **this
            ),
            "waive": waive,
            "appeal_editor": lambda by: endings.assign_appeal_editor(
                by=by, editor=editor(), **this
            ),
            "add_issue": lambda by: triage.add_issue(
                by=by, item="COST-1", severity=choose(["major", "advisory"]), text="Any.", **this
            ),
            "check_core": check_core,
            "propose": lambda by: assignments.propose(
                by=by, referee=actor(self.people[choose(REFEREES)]), **this
            ),
            "invite": lambda by: assignments.invite(by=by, **seen_assignment()),
            "accept_invitation": lambda by: self.accept(by, choose),
            "decline": lambda by: assignments.decline(by=by, **seen_assignment()),
            "expire": lambda by: assignments.expire(by=by, assignment=assignment()),
            "cancel": lambda by: assignments.cancel(by=by, **seen_assignment()),
            "recuse": lambda by: assignments.recuse(by=by, reason="Any.", **seen_assignment()),
            "write": write,
            "hand_in": hand_in,
            "give_back": give_back,
            "redact": redact,
            "sign": sign,
            "answer": answer,
            "acknowledge": lambda by: acknowledge_all(by, self.submission),
            "rule": rule,
            "adjudicate": adjudicate,
            "second": lambda by: carrying.second(by=by, motion=motion()),
            "drop": lambda by: carrying.drop(by=by, motion=motion()),
            "reply": lambda by: replies.reply(by=by, text="So it is.", name="Any", **this),
            "confirm_proof": lambda by: publishing.confirm_proof(by=by, **this),
            "clear_leaks": clear,
            "correct": lambda by: corrections.start(
                by=by, text="It said otherwise.", found_by="Ada", **this
            ),
        }

    def accept(self, by: Person, choose: Choose) -> object:
        found = Assignment.objects.filter(
            submission=self.submission, person=by.key, state="invited"
        )
        newest = found.order_by("-id").first()
        if newest is None:
            raise Refused("There is no invitation.")
        answers = choose([CLEAR, CLEAR, CLEAR, WAIVABLE, BLOCKED])
        return assignments.accept(
            by=by, assignment=newest, token=newest.token, answers=answers, agrees=True
        )


# What leads on from each state, so that a walk gets somewhere; anything else is tried, too.
FORWARD: Mapping[str, str] = {
    "draft": "acknowledge complete list acknowledge",
    "awaiting_attestation": "submit submit return_to_draft",
    "submitted": "declare declare assign_editor assign_editor reply",
    "triage": "propose propose propose send_to_review add_issue return desk_reject second declare "
    "check_core pass_check reply recuse",
    "returned": "answer answer resubmit acknowledge resubmit lapse",
    "in_review": "accept_invitation accept_invitation write write hand_in hand_in write "
    "hand_in close_round propose invite waive give_back recuse decline redact second",
    "decision_pending": "rule rule revise accept reject second declare adjudicate reopen_round "
    "hand_in recuse redact second",
    "revision_requested": "answer answer acknowledge submit_revision submit_revision lapse",
    "revision_received": "new_round skip_round bounce rule",
    "accepted": "confirm_proof clear_leaks publish publish sign rescind recuse redact second",
    "published": "correct recuse declare",
    "desk_rejected": "appeal resubmit_as_new",
    "rejected": "appeal resubmit_as_new",
    "appeal_open": "declare declare appeal_editor dismiss_appeal grant_appeal",
    "withdrawn": "reopen resubmit_as_new",
    "discarded": "discard",
}
# By whom each act is usually done.
USUALLY: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(
        ("list", "resubmit_as_new", "withdraw", "appeal"), ("author", "representative")
    ),
    **dict.fromkeys(
        ("save", "complete", "discard", "acknowledge", "answer", "correct"), ("submitter", "author")
    ),
    **dict.fromkeys(("submit", "confirm_proof", "submit_revision", "reply"), ("representative",)),
    **dict.fromkeys(("resubmit",), ("representative", "author")),
    **dict.fromkeys(("declare", "assign_editor"), EDITORS),
    **dict.fromkeys(("second", "drop", "waive"), ("clear editor", "chief", "appeal editor")),
    **dict.fromkeys(
        ("accept_invitation", "write", "hand_in", "decline", "sign", "recuse"), REFEREES
    ),
    **dict.fromkeys(("time_box", "lapse", "expire"), ("clock",)),
    **dict.fromkeys(
        ("reassign_editor", "reopen", "rescind", "set_hold", "lift_hold", "appeal_editor"),
        ("chief",),
    ),
    **dict.fromkeys(("dismiss_appeal", "grant_appeal"), ("appeal editor", "clear editor")),
}
IN_CHARGE = ("handling editor",)


def opened(walked: Walked) -> list[Submission]:
    """Submissions that came of this one, to be walked as well."""
    return list(
        Submission.objects.filter(predecessor=walked.submission)
        | Submission.objects.filter(corrects__origin__submission=walked.submission)
    )
