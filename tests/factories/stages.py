"""A submission in each state, by the actions alone, with all that the state's moves ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from registry.actions import attestations, break_glass, replies, submissions
from registry.actions.audit import now
from registry.actions.people import the_clock
from registry.actions.review import (
    assignments,
    decisions,
    editors,
    endings,
    publishing,
    reports,
    revisions,
    rounds,
    triage,
)
from registry.models import Clock, Issue, Reminder, Submission
from registry.rules.permissions import Person, Scope
from registry.rules.review.reports import Comment
from registry.rules.standard import load_standard
from registry.rules.workflow.vocabulary import UNSUBMITTED, Action, Kind, Track
from tests.factories.calendar import Calendar
from tests.factories.review import (
    CLEAR,
    LETTER,
    Cast,
    accept_invitation,
    actor,
    add_staff,
    answer_musts,
    assignment_of,
    choose_not_to_sign,
    report,
    report_on,
    second,
    seen,
    settle_musts,
)
from tests.factories.review import MUST as MUST_BE_SETTLED
from tests.factories.submissions import (
    DECLARATION,
    MOVES,
    acknowledge_all,
    add_person,
    declare,
    lab_card,
    start_draft,
)
from tests.factories.who_may import EDITORS, Case

EVERY = frozenset(Action)
PROPOSED = (
    "referee",
    "refereeing editor",
    "recused editor",
    "working referee",
    "former referee",
    "invited referee",
)
CHANGED_MIND = "A figure is missing."


class Stages:
    """One submission on its way, and everybody who could ask something of it."""

    def __init__(
        self,
        calendar: Calendar,
        kind: Kind,
        track: Track,
        people: dict[str, Person] | None = None,
    ) -> None:
        self.calendar, self.kind, self.track = calendar, kind, track
        self.people = people or people_of_all_parts()
        self.cast = Cast(
            submitter=self.people["submitter" if kind is Kind.LAB else "author"],
            representative=self.people["representative" if kind is Kind.LAB else "author"],
            handling=self.people["handling editor"],
            editor=self.people["clear editor"],
            chief=self.people["chief"],
            referees=[self.people[one] for one in ("referee", "refereeing editor")],
        )

    def reach(self, case: Case) -> Submission:
        """The submission in the state of the case."""
        assert case.state is not None
        getattr(self, str(case.state))()
        self.submission.refresh_from_db()
        assert self.submission.state == case.state
        if case.state not in UNSUBMITTED:
            # For an hour, in which an administrator may put it on hold.
            break_glass.open_submission(
                self.submission, by=self.people["administrator"], reason="A letter from the court."
            )
        return self.submission

    def seen(self) -> dict[str, object]:
        self.submission.refresh_from_db()
        return {"submission": self.submission, "token": self.submission.token}

    def draft(self) -> None:
        author = self.cast.submitter
        self.submission = start_draft(author, lab_card(), kind=self.kind)
        acknowledge_all(author, self.submission)

    def awaiting_attestation(self) -> None:
        self.draft()
        attestations.complete(by=self.cast.submitter, **self.seen())

    def discarded(self) -> None:
        self.draft()
        submissions.discard(by=self.cast.submitter, **self.seen())

    def submitted(self) -> None:
        if self.kind is Kind.THIRD_PARTY:
            self.draft()
            attestations.submit_listing(by=self.cast.submitter, **self.seen())
            replies.reply(
                by=self.people["member"], submission=self.submission, text="So it is.", name="Any"
            )
        else:
            self.awaiting_attestation()
            attestations.attest_and_submit(
                by=self.cast.representative,
                declaration=DECLARATION,
                choices=attestations.Choices(track=self.track),
                **self.seen(),
            )
        for name in sorted(EDITORS - {"undeclared editor"}):
            editors.declare_interests(
                by=self.people[name], submission=self.submission, answers=CLEAR
            )
        for name in ("conflicted editor", "conflicted chief"):
            declare(self.people[name], self.submission, "blocked")

    def triage(self) -> None:
        self.submitted()
        handling = self.cast.handling
        editors.assign(by=handling, editor=actor(handling), **self.seen())
        triage.add_issue(
            by=handling,
            submission=self.submission,
            item="COST-1",
            severity="major",
            text="Say what it covers.",
        )
        for item in load_standard().items:
            if item.core and self.track is Track.REGISTRY:
                triage.check_item(
                    by=handling, submission=self.submission, item=item.id, finding="supports"
                )
        if self.track is Track.PEER:
            for name in PROPOSED:
                assignments.propose(
                    by=handling, submission=self.submission, referee=actor(self.people[name])
                )

    def returned(self) -> None:
        self.triage()
        triage.return_to_lab(by=self.cast.handling, **self.seen())
        for issue in Issue.objects.filter(submission=self.submission):
            revisions.save_reply(
                by=self.cast.submitter,
                submission=self.submission,
                to=issue,
                text="It covers the last stage.",
                token=revisions.UNSAVED,
            )
        acknowledge_all(self.cast.submitter, self.submission)
        self.remind()

    def remind(self) -> None:
        """Of what is due from the lab, as often as it takes before the submission lapses."""
        for clock in Clock.objects.filter(submission=self.submission, stopped_at=None):
            for days in (-7, 1):
                Reminder.objects.create(
                    clock=clock,
                    offset_days=days,
                    person_key=self.cast.representative.key,
                    at=now(),
                )

    def in_review(self, *, comments: tuple[Comment, ...] = (MUST_BE_SETTLED,)) -> None:
        """Two have reported, one left over an interest, one is at work, one has not answered."""
        self.triage()
        recused = assignment_of(self.people["recused editor"], self.submission)
        assignments.recuse(
            by=self.cast.handling, assignment=recused, token=recused.token, reason="Family there."
        )
        rounds.send_to_review(by=self.cast.handling, **self.seen())
        former, working = self.people["former referee"], self.people["working referee"]
        for referee in (*self.cast.referees, former, working):
            accept_invitation(referee, self.submission)
        assignment = assignment_of(former, self.submission)
        assignments.recuse(
            by=former, assignment=assignment, token=assignment.token, reason="Owns shares."
        )
        first, other = self.cast.referees
        report(first, self.submission, report_on(self.submission, comments=comments))
        report(other, self.submission, report_on(self.submission))
        reports.save_draft(
            by=working,
            assignment=assignment_of(working, self.submission),
            content=report_on(self.submission),
            note="",
            token=reports.UNSAVED,
        )

    def decision_pending(self) -> None:
        """Nothing is contested: what a referee asks for takes the lab's reply first."""
        self.in_review(comments=())
        rounds.close(by=self.cast.handling, **self.seen())

    def decide(self) -> dict[str, object]:
        return {**self.seen(), "letter": LETTER, "seen_reports": seen(self.submission)}

    def revision_requested(self) -> None:
        self.in_review()
        rounds.close(by=self.cast.handling, **self.seen())
        decisions.revise(by=self.cast.handling, kind="minor", **self.decide())
        answer_musts(self.cast, self.submission)
        acknowledge_all(self.cast.submitter, self.submission)
        self.remind()

    def revision_received(self) -> None:
        self.revision_requested()
        revisions.submit_revision(
            by=self.cast.representative, declaration=DECLARATION, **self.seen()
        )
        settle_musts(self.cast, self.submission)

    def accepted(self) -> None:
        """Ready to be published."""
        if self.track is Track.REGISTRY:
            self.triage()
            triage.pass_check(by=self.cast.handling, **self.seen())
        else:
            self.revision_received()
            rounds.skip(by=self.cast.handling, **self.seen())
            decisions.accept(by=self.cast.handling, **self.decide())
            choose_not_to_sign(self.submission)
        if self.kind is Kind.LAB:
            publishing.confirm_proof(by=self.cast.representative, submission=self.submission)
        publishing.clear_leaks(
            by=self.cast.handling,
            submission=self.submission,
            file_hash=publishing.review_file_of(self.submission).file_hash,
            reason="By chance.",
        )

    def published(self) -> None:
        self.accepted()
        publishing.publish(by=self.cast.handling, **self.seen())

    def desk_rejected(self) -> None:
        self.triage()
        triage.desk_reject(
            by=self.cast.handling, reason_code="duplicate", letter=LETTER, **self.seen()
        )
        second(self.cast.chief, self.submission)

    def rejected(self) -> None:
        """With leave to come again at once."""
        self.decision_pending()
        decisions.reject(
            by=self.cast.handling,
            reason_codes=["not_answered"],
            may_come_again=True,
            **self.decide(),
        )
        second(self.cast.chief, self.submission)

    def appeal_open(self) -> None:
        if self.track is Track.REGISTRY:
            self.desk_rejected()
        else:
            self.rejected()
        endings.appeal(
            by=self.cast.representative,
            ground="factual_error",
            statement="It is not.",
            **self.seen(),
        )
        endings.assign_appeal_editor(
            by=self.cast.chief,
            submission=self.submission,
            editor=actor(self.people["appeal editor"]),
        )

    def withdrawn(self) -> None:
        """Because nobody answered."""
        self.returned()
        self.calendar.pass_days(120)
        endings.lapse(by=the_clock(), submission=self.submission)


def people_of_all_parts() -> dict[str, Person]:
    lab = "deepseek"
    found = {
        "submitter": add_person("submitter", lab),
        "representative": add_person(
            "representative", lab, "representative", has_second_factor=True
        ),
        "other representative": add_person(
            "other", "meta", "representative", has_second_factor=True
        ),
        "refereeing editor": add_staff("Ravi Example", "editor"),
        "administrator": add_person("admin", is_administrator=True, has_second_factor=True),
        "conflicted editor": add_staff("Conrad Conflicted", "editor"),
        "conflicted chief": add_staff("Cora Conflicted", "editor", "editor_in_chief"),
        "undeclared editor": add_staff("Uma Undeclared", "editor"),
        "clear editor": add_staff("Edda Editor", "editor"),
        "handling editor": add_staff("Hana Handling", "editor"),
        "recused editor": add_staff("Rudi Recused", "editor"),
        "appeal editor": add_staff("Alma Appeal", "editor"),
        "chief": add_staff("Chidi Chief", "editor", "editor_in_chief"),
        "clock": the_clock(),
    }
    found["member"] = found["representative"]
    # By names that no word of a review file could be taken for.
    for name, called in (
        ("author", "aurelia"),
        ("stranger", "stefan"),
        ("referee", "rosalind"),
        ("working referee", "wendelin"),
        ("former referee", "fyodor"),
        ("invited referee", "ingeborg"),
        ("referee of another", "octavia"),
    ):
        found[name] = add_person(called, has_second_factor=True)
    for name, base, of_lab in (
        ("token", "submitter", lab),
        ("token of a representative", "representative", lab),
        ("token of another lab", "submitter", "meta"),
        ("token of the author", "author", None),
        ("token of an editor", "chief", None),
    ):
        found[name] = replace(found[base], scope=Scope(of_lab, EVERY))
    found["narrow token"] = replace(found["submitter"], scope=Scope(lab, frozenset()))
    return found


def act_on(stage: Stages) -> dict[Action, Callable[[Person], object]]:
    """Every action as somebody would ask for it, with what it needs to succeed."""
    submission, seen_now = stage.submission, stage.seen
    this = {"submission": submission}

    def later(days: int, act: Callable[[], object]) -> object:
        before = stage.calendar.moment
        stage.calendar.moment = before + timedelta(days=days)
        try:
            return act()
        finally:
            stage.calendar.moment = before

    spare = actor(stage.people["clear editor"])
    letter = {"letter": LETTER}
    why = {"reason": CHANGED_MIND}
    return {
        Action.SAVE: lambda by: MOVES[Action.SAVE](by, submission),
        Action.COMPLETE: lambda by: attestations.complete(by=by, **seen_now()),
        Action.RETURN_TO_DRAFT: lambda by: submissions.return_to_draft(by=by, **why, **seen_now()),
        Action.SUBMIT: lambda by: attestations.attest_and_submit(
            by=by, declaration=DECLARATION, **seen_now()
        ),
        Action.LIST: lambda by: attestations.submit_listing(by=by, **seen_now()),
        Action.DISCARD: lambda by: submissions.discard(by=by, **seen_now()),
        Action.ASSIGN_EDITOR: lambda by: editors.assign(by=by, editor=actor(by), **seen_now()),
        Action.REASSIGN_EDITOR: lambda by: editors.reassign(
            by=by, editor=spare, **why, **seen_now()
        ),
        Action.RETURN: lambda by: triage.return_to_lab(by=by, **seen_now()),
        Action.RESUBMIT: lambda by: revisions.resubmit(
            by=by, declaration=DECLARATION, **seen_now()
        ),
        Action.DESK_REJECT: lambda by: triage.desk_reject(
            by=by, reason_code="duplicate", **letter, **seen_now()
        ),
        Action.SEND_TO_REVIEW: lambda by: rounds.send_to_review(by=by, **seen_now()),
        Action.PASS_CHECK: lambda by: triage.pass_check(by=by, **letter, **seen_now()),
        Action.TIME_BOX: lambda by: later(40, lambda: triage.accept_by_time(by=by, **this)),
        Action.CLOSE_ROUND: lambda by: rounds.close(by=by, **seen_now()),
        Action.REOPEN_ROUND: lambda by: rounds.reopen(by=by, **why, **seen_now()),
        Action.REVISE: lambda by: decisions.revise(by=by, kind="major", **stage.decide()),
        Action.SUBMIT_REVISION: lambda by: revisions.submit_revision(
            by=by, declaration=DECLARATION, **seen_now()
        ),
        Action.BOUNCE: lambda by: decisions.bounce(by=by, **why, **seen_now()),
        Action.NEW_ROUND: lambda by: rounds.open_next(by=by, **seen_now()),
        Action.SKIP_ROUND: lambda by: rounds.skip(by=by, **seen_now()),
        Action.ACCEPT: lambda by: decisions.accept(by=by, **stage.decide()),
        Action.REJECT: lambda by: decisions.reject(
            by=by, reason_codes=["not_answered"], **stage.decide()
        ),
        Action.PUBLISH: lambda by: publishing.publish(by=by, **seen_now()),
        Action.WITHDRAW: lambda by: endings.withdraw(by=by, **why, **seen_now()),
        Action.LAPSE: lambda by: later(120, lambda: endings.lapse(by=by, **this)),
        Action.REOPEN: lambda by: endings.reopen(by=by, **why, **seen_now()),
        Action.RESCIND: lambda by: decisions.rescind(by=by, **why, **seen_now()),
        Action.APPEAL: lambda by: endings.appeal(
            by=by, ground="procedure", statement="It was not heard.", **seen_now()
        ),
        Action.DISMISS_APPEAL: lambda by: endings.dismiss_appeal(
            by=by, reasons="It stands.", **seen_now()
        ),
        Action.GRANT_APPEAL: lambda by: endings.grant_appeal(
            by=by, editor=spare, reasons="It was wrong.", **seen_now()
        ),
        Action.SET_HOLD: lambda by: editors.set_hold(by=by, **why, **seen_now()),
        Action.LIFT_HOLD: lambda by: editors.lift_hold(by=by, **why, **seen_now()),
        Action.RESUBMIT_AS_NEW: lambda by: later(
            61, lambda: endings.resubmit_as_new(by=by, **seen_now())
        ),
    }
