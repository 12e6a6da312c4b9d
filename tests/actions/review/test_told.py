"""Each move tells exactly the parties of its row, in words that they may read."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from registry.actions import attestations, moves, replies, submissions
from registry.actions.outbox import try_again
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
from registry.models import (
    Actor,
    Assignment,
    AuditEvent,
    Clock,
    LabMembership,
    OutboxMessage,
    Reminder,
    Report,
    Submission,
    User,
)
from registry.rules.errors import Refused
from registry.rules.permissions import Person
from registry.rules.standard import load_standard
from registry.rules.workflow.assignments import AssignmentAction
from registry.rules.workflow.mails import UNDO_WINDOW, kind_of
from registry.rules.workflow.mails_of_assignments import OF_ASSIGNMENTS
from registry.rules.workflow.mails_of_submissions import OF_SUBMISSIONS
from tests.factories.calendar import Calendar, stopped_calendar
from tests.factories.review import (
    CLEAR,
    LETTER,
    MUST,
    Cast,
    accept_invitation,
    accepted,
    actor,
    add_staff,
    appeal,
    assignment_of,
    cast,
    choose_not_to_sign,
    desk_rejected,
    in_review,
    in_triage,
    rejected,
    report,
    report_on,
    revised,
    seen,
    settle_musts,
)
from tests.factories.submissions import (
    DECLARATION,
    acknowledge_all,
    add_person,
    declare,
    lab_card,
    start_draft,
    submitted_listing,
)

pytestmark = pytest.mark.django_db
# What stands in no mail but the one it was written for.
NOTE, HELD, STEPPED_OUT = "Seen elsewhere", "A letter of the court", "My sister works there"
SENT_BACK = "Say which table you mean."
Told = list[tuple[str, str]]
# Each move of a way through the review, with all whom it tells and from which side.
TO_AN_EDITOR: Told = [
    ("create", ""),
    ("complete", "representative:lab"),
    ("return_to_draft", "submitter:lab"),
    ("complete", "representative:lab"),
    ("submit", "Chidi:editor Uma:editor submitter:lab"),
    ("assign_editor", "Hana:editor"),
    ("reassign_editor", "Edda:editor Hana:former_editor"),
    ("reassign_editor", "Edda:former_editor Hana:editor"),
]
FIRST_ROUND: Told = [
    ("return", "representative:lab submitter:lab"),
    ("resubmit", "Hana:editor"),
    *[("propose", "")] * 4,
    ("cancel_assignment", ""),
    ("send_to_review", "representative:lab"),
    ("invite", "Rosa:invitee"),
    ("invite", "Ravi:invitee"),
    ("invite", "Rui:invitee"),
    ("accept_invitation", "Hana:editor"),
    ("accept_invitation", "Hana:editor"),
    ("decline_invitation", "Hana:editor"),
    ("invite", "Rui:invitee"),
    ("expire_invitation", "Hana:editor Rui:invitee"),
    ("invite", "Rui:invitee"),
    ("accept_invitation", "Hana:editor"),
    ("set_hold", "Hana:editor Ravi:referee Rosa:referee Rui:referee representative:lab"),
    ("lift_hold", "Hana:editor Ravi:referee Rosa:referee Rui:referee representative:lab"),
    ("submit_report", "Hana:editor"),
    ("return_report", "Rosa:referee"),
    ("submit_report", "Hana:editor"),
    ("submit_report", "Hana:editor"),
    ("close_round", "Ravi:referee Rosa:referee"),
    ("cancel_assignment", "Rui:referee"),
    ("file_late_report", "Hana:editor"),
]
TO_PUBLICATION: Told = [
    ("bounce", "representative:lab"),
    ("submit_revision", "Hana:editor"),
    ("new_round", ""),
    ("propose", ""),
    ("invite", "Rosa:invitee"),
    ("propose", ""),
    ("invite", "Ravi:invitee"),
    ("accept_invitation", "Hana:editor"),
    ("accept_invitation", "Hana:editor"),
    ("submit_report", "Hana:editor"),
    ("submit_report", "Hana:editor"),
    ("close_round", "Hana:editor Ravi:referee Rosa:referee"),
    ("accept", "Ravi:referee Rosa:referee representative:lab submitter:lab"),
    ("rescind", "Hana:editor representative:lab"),
    ("accept", "Ravi:referee Rosa:referee representative:lab submitter:lab"),
    ("publish", "Ravi:referee Rosa:referee representative:lab submitter:lab"),
]
# By hand, the editor knows of it; see above.
PUBLISHED_BY_THE_CLOCK: Told = [
    ("publish", "Hana:editor Ravi:referee Rosa:referee representative:lab submitter:lab")
]
TO_WITHDRAWAL: Told = [
    ("propose", ""),
    ("invite", "Rui:invitee"),
    ("propose", ""),
    ("invite", "Sol:invitee"),
    ("recuse", "Hana:editor Rui:invitee"),
    ("submit_report", "Hana:editor"),
    ("recuse", "Hana:editor Rosa:referee"),
    ("recuse", "Hana:editor"),
    ("redact_report", "Ravi:referee"),
    ("propose", ""),
    ("invite", "Pia:invitee"),
    ("withdraw", "Hana:editor Ravi:referee"),
    ("cancel_assignment", "Pia:invitee"),
    ("resubmit_as_new", "Chidi:editor Uma:editor"),
]
DISMISSED: Told = [
    ("appeal", "Chidi:editor"),
    ("dismiss_appeal", "representative:lab submitter:lab"),
]
LAPSED: Told = [
    ("lapse", "Hana:editor representative:lab submitter:lab"),
    ("reopen", "Hana:editor representative:lab submitter:lab"),
]
LISTED: Told = [
    ("create", ""),
    ("list", "Chidi:editor Uma:editor"),
    ("assign_editor", ""),
    ("pass_check", "Ada:lab"),
    ("rescind", "Ada:lab Hana:editor"),
    ("time_box", "Ada:lab Hana:editor"),
    ("publish", "Ada:lab representative:lab"),
]
DESK_REJECTED: Told = [("desk_reject", "representative:lab submitter:lab")]
REJECTED: Told = [("reject", "Ravi:referee Rosa:referee representative:lab submitter:lab")]
GRANTED: Told = [("grant_appeal", "Tilo:editor representative:lab submitter:lab")]
REVISED: Told = [("revise", "Ravi:referee Rosa:referee representative:lab")]
EVERY_WAY = (
    *TO_AN_EDITOR,
    *FIRST_ROUND,
    *REVISED,
    *TO_PUBLICATION,
    *PUBLISHED_BY_THE_CLOCK,
    *TO_WITHDRAWAL,
    *DESK_REJECTED,
    *DISMISSED,
    *REJECTED,
    *GRANTED,
    *LAPSED,
    *LISTED,
)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return stopped_calendar(monkeypatch)


@pytest.fixture
def people(calendar: Calendar) -> Cast:
    """With a chief who declared nothing and one of the lab's own people, who is told of nothing."""
    found = cast()
    add_staff("Uma Undeclared", "editor", "editor_in_chief")
    of_the_lab = add_staff("Lou Lab", "editor", "editor_in_chief")
    LabMembership.objects.create(
        lab=LabMembership.objects.get(user__actor=found.submitter.key).lab,
        user=User.objects.get(actor=of_the_lab.key),
        role="submitter",
        confirmed_at=calendar.moment,
        confirmed_by=found.chief.key,
    )
    return found


def mails_of(submission: Submission) -> list[OutboxMessage]:
    about = f"submission {submission.public_id} "
    return list(OutboxMessage.objects.filter(event__startswith=about, channel="mail"))


def told(submission: Submission) -> Told:
    """Each move of the submission in its order, with all whom it told: "Hana:editor"."""
    names = dict(User.objects.values_list("email", "display_name"))
    subject = f"submission {submission.public_id}"
    found: Told = []
    for row in AuditEvent.objects.filter(subject=subject, sequence__isnull=False):
        action = row.action.partition(".")[2]
        mails = OutboxMessage.objects.filter(event=f"{subject} #{row.sequence}")
        who = sorted(
            f"{names[one.recipient].split()[0]}:{one.kind.removeprefix(action + '_')}"
            for one in mails
        )
        assert len(who) == len(set(who)) and all(":" in one for one in who)
        found.append((action, " ".join(who)))
    return found


def check_the_words(people: Cast, submission: Submission, *, since: int = 0) -> None:
    """No mail names a referee; what was written in confidence is in none but its receiver's.

    Whoever gets a mail is led to a page that is there for them.
    """
    referees = [actor(one).name for one in people.referees]
    for mail in mails_of(submission)[since:]:
        if mail.kind == "listing_submitted" or not mail.body:
            continue
        text = mail.subject + mail.body
        for hidden in (*referees, *(f"{name}@" for name in referees), NOTE, STEPPED_OUT):
            assert hidden not in text, (mail.kind, hidden)
        assert SENT_BACK not in text or mail.kind == "return_report_referee"
        assert HELD not in text or mail.kind in ("set_hold_editor", "lift_hold_editor")
        assert not mail.kind.endswith("_lab") or "Referee " not in text, mail.kind
        for broken in ("{", "}", "None", "&", "\n\n\n"):
            assert broken not in text, (mail.kind, broken, text)
        assert opens(mail) in (200, 302), mail.kind


def opens(mail: OutboxMessage) -> int:
    """What the receiver of a mail gets at its one link."""
    link, registry = [line for line in mail.body.splitlines() if line.startswith("http")]
    assert link.startswith(registry)
    client = Client()
    client.force_login(User.objects.get(email=mail.recipient))
    return client.get("/" + link.removeprefix(registry)).status_code


def newest(submission: Submission, kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(
        event__startswith=f"submission {submission.public_id} ", kind=kind
    ).latest("id")


def test_a_draft_becomes_a_submission(people: Cast) -> None:
    submission = start_draft(people.submitter, lab_card())
    acknowledge_all(people.submitter, submission)
    attestations.complete(by=people.submitter, submission=submission, token=submission.token)
    submissions.return_to_draft(
        by=people.representative, submission=submission, token=submission.token, reason="A figure."
    )
    attestations.complete(by=people.submitter, submission=submission, token=submission.token)
    attestations.attest_and_submit(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    for editor in (people.handling, people.editor, people.chief):
        editors.declare_interests(by=editor, submission=submission, answers=CLEAR)
    for move, editor in (
        (editors.assign, people.handling),
        (editors.reassign, people.editor),
        (editors.reassign, people.handling),
    ):
        why = {} if move is editors.assign else {"reason": "Leave."}
        move(
            by=people.chief,
            submission=submission,
            editor=actor(editor),
            token=submission.token,
            **why,
        )
    assert told(submission) == TO_AN_EDITOR
    assert "A figure." in newest(submission, "return_to_draft_lab").body
    assert "5 March 2026" in newest(submission, "submit_editor").body
    check_the_words(people, submission)


def return_and_resubmit(people: Cast, submission: Submission) -> None:
    issue = triage.add_issue(
        by=people.handling, submission=submission, item="COST-1", severity="major", text="Scope?"
    )
    triage.return_to_lab(by=people.handling, submission=submission, token=submission.token)
    issue.refresh_from_db()
    revisions.save_reply(
        by=people.submitter,
        submission=submission,
        to=issue,
        text="The RL stage.",
        token=revisions.UNSAVED,
    )
    acknowledge_all(people.submitter, submission)
    revisions.resubmit(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )


def hold_and_lift(people: Cast, submission: Submission) -> None:
    for move in (editors.set_hold, editors.lift_hold):
        move(by=people.chief, submission=submission, token=submission.token, reason=HELD)


def invite(people: Cast, referee: Person, submission: Submission) -> Assignment:
    assignment = assignment_of(referee, submission)
    assignments.invite(by=people.handling, assignment=assignment, token=assignment.token)
    return assignment_of(referee, submission)


def test_the_first_round(people: Cast) -> None:
    submission = in_triage(people)
    before = len(told(submission))
    return_and_resubmit(people, submission)
    rosa, ravi, rui = people.referees
    spare = add_person("Pia Proposed")
    for one in (*people.referees, spare):
        assignments.propose(by=people.handling, submission=submission, referee=actor(one))
    listed = assignment_of(spare, submission)
    assignments.cancel(by=people.handling, assignment=listed, token=listed.token)
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    accept_invitation(rosa, submission)
    accept_invitation(ravi, submission)
    asked = assignment_of(rui, submission)
    assignments.decline(by=rui, assignment=asked, token=asked.token)
    assignments.expire(by=the_clock(), assignment=invite(people, rui, submission))
    invite(people, rui, submission)
    accept_invitation(rui, submission)
    hold_and_lift(people, submission)
    report(rosa, submission, report_on(submission), NOTE)
    handed_in = Report.objects.get(assignment__person=rosa.key)
    reports.return_report(
        by=people.handling,
        report=handed_in,
        token=handed_in.assignment.token,
        reason=SENT_BACK,
    )
    again = assignment_of(rosa, submission)
    reports.submit(by=rosa, assignment=again, token=again.token, draft_token=again.draft.token)
    submission.refresh_from_db()
    report(ravi, submission, report_on(submission, comments=(MUST,)))
    late = assignment_of(rui, submission)
    draft = reports.save_draft(
        by=rui,
        assignment=late,
        content=report_on(submission),
        note=NOTE,
        token=reports.UNSAVED,
    )
    rounds.close(by=people.handling, submission=submission, token=submission.token)
    late = assignment_of(rui, submission)
    reports.file_late(by=rui, assignment=late, token=late.token, draft_token=draft.token)
    assert told(submission)[before:] == FIRST_ROUND
    check_the_words(people, submission)
    returned = newest(submission, "return_lab")
    assert "1. COST-1, major\nScope?" in returned.body
    assert "by the end of 23 March 2026" in returned.body
    assert SENT_BACK in newest(submission, "return_report_referee").body
    invitation = newest(submission, "invite_invitee").body
    for said in ("DeepSeek", "about", "Report due: 23 March 2026", "9 March 2026", "pseudonym"):
        assert said in invitation


def test_a_second_round_and_the_publication(people: Cast) -> None:
    submission = revised(people, "major")
    assert REVISED[0] in told(submission), told(submission)[-3:]
    before = len(told(submission))
    rosa, ravi, _ = people.referees
    decisions.bounce(
        by=people.handling, submission=submission, token=submission.token, reason="R1.1 is open."
    )
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    accept_invitation(rosa, submission)
    accept_invitation(ravi, submission)
    for referee in (rosa, ravi):
        report(referee, submission, report_on(submission))
    settle_musts(people, submission)
    decide(people, submission)
    accepting = OutboxMessage.objects.filter(kind="accept_lab").latest("id")
    decisions.rescind(
        by=people.chief, submission=submission, token=submission.token, reason="A slip."
    )
    decide(people, submission)
    publishing.confirm_proof(by=people.representative, submission=submission)
    choose_not_to_sign(submission)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    publishing.publish(by=people.handling, submission=submission, token=submission.token)
    assert told(submission)[before:] == TO_PUBLICATION
    accepting.refresh_from_db()
    assert accepting.given_up_at is not None and not accepting.body, "taken back before it left"
    with pytest.raises(Refused):
        try_again(accepting.public_id)
    sent = newest(submission, "accept_lab")
    assert sent.given_up_at is None and LETTER in sent.body
    assert sent.due_at - sent.created_at == UNDO_WINDOW
    assert "R1.1 is open." in newest(submission, "bounce_lab").body
    assert "A slip." in newest(submission, "rescind_lab").body
    check_the_words(people, submission)


def test_the_clock_tells_the_handling_editor_of_a_publication(people: Cast) -> None:
    submission = accepted(people)
    before = len(told(submission))
    publishing.confirm_proof(by=people.representative, submission=submission)
    publish(people, submission, by=the_clock())
    assert told(submission)[before:] == PUBLISHED_BY_THE_CLOCK
    check_the_words(people, submission)


def decide(people: Cast, submission: Submission) -> None:
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )


def test_recusals_a_redaction_and_the_withdrawal(people: Cast, calendar: Calendar) -> None:
    submission = in_review(people)
    rosa, ravi, rui = people.referees
    before = len(told(submission))
    stepping_out = add_person("Sol Stepping")
    for one in (rui, stepping_out):
        assignments.propose(by=people.handling, submission=submission, referee=actor(one))
        invite(people, one, submission)
    asked = assignment_of(rui, submission)
    assignments.recuse(by=people.chief, assignment=asked, token=asked.token, reason=STEPPED_OUT)
    report(ravi, submission, report_on(submission), NOTE)
    for referee, who in ((rosa, people.chief), (stepping_out, stepping_out)):
        left = assignment_of(referee, submission)
        assignments.recuse(by=who, assignment=left, token=left.token, reason=STEPPED_OUT)
    with transaction.atomic():
        done = assignment_of(ravi, submission)
        moves.move_assignment(
            done,
            AssignmentAction.REDACT,
            by=people.handling,
            token=done.token,
            at=calendar.moment,
            reason="It named a colleague.",
        )
    spare = add_person("Pia Pending")
    assignments.propose(by=people.handling, submission=submission, referee=actor(spare))
    invite(people, spare, submission)
    endings.withdraw(
        by=people.representative, submission=submission, token=submission.token, reason="Retired."
    )
    calendar.pass_days(61)
    endings.resubmit_as_new(by=people.representative, submission=submission, token=submission.token)
    assert told(submission)[before:] == TO_WITHDRAWAL
    assert "Retired." in newest(submission, "withdraw_editor").body
    check_the_words(people, submission)


def test_appeals(people: Cast) -> None:
    submission = desk_rejected(people)
    assert told(submission)[-1:] == DESK_REJECTED
    check_the_words(people, submission)
    before = len(mails_of(submission))
    conflicted = Actor.objects.get(name="Uma Undeclared")
    declare(Person(conflicted.key), submission, "blocked")
    editor = appeal(people, submission)
    endings.dismiss_appeal(
        by=editor, submission=submission, token=submission.token, reasons="It is one."
    )
    assert told(submission)[-2:] == DISMISSED, (
        "whoever has an interest does not even meet it in a mail"
    )
    assert "It is no duplicate." not in newest(submission, "appeal_editor").body
    assert "It is one." in newest(submission, "dismiss_appeal_lab").body
    assert LETTER in newest(submission, "desk_reject_lab").body
    assert "until the end of 1 April 2026" in newest(submission, "desk_reject_lab").body
    check_the_words(people, submission, since=before)


def test_a_granted_appeal_drops_the_letter_that_still_waits(people: Cast) -> None:
    submission = rejected(people)
    assert told(submission)[-1:] == REJECTED
    editor = appeal(people, submission)
    third = add_staff("Tilo Third", "editor")
    editors.declare_interests(by=third, submission=submission, answers=CLEAR)
    endings.grant_appeal(
        by=editor,
        submission=submission,
        token=submission.token,
        editor=actor(third),
        reasons="It was answered.",
    )
    assert told(submission)[-1:] == GRANTED
    dropped = {one.kind for one in mails_of(submission) if one.given_up_at}
    assert dropped == {"reject_lab", "reject_referee"}
    check_the_words(people, submission)


def test_what_lapses_and_is_taken_up_again(people: Cast, calendar: Calendar) -> None:
    submission = in_triage(people)
    triage.add_issue(
        by=people.handling, submission=submission, item="COST-1", severity="major", text="Scope?"
    )
    triage.return_to_lab(by=people.handling, submission=submission, token=submission.token)
    clock = Clock.objects.get(submission=submission, kind="returned", stopped_at=None)
    for offset in (-7, 1):
        Reminder.objects.create(clock=clock, offset_days=offset, person_key="x", at=calendar.moment)
    calendar.pass_days(60)
    endings.lapse(by=the_clock(), submission=submission)
    calendar.pass_days(90, hours=11)  # the last hour of the last day
    endings.reopen(
        by=people.chief, submission=submission, token=submission.token, reason="They wrote to us."
    )
    assert told(submission)[-2:] == LAPSED
    assert "They wrote to us." not in newest(submission, "reopen_lab").body
    check_the_words(people, submission)


def test_a_listing_tells_its_author_and_the_lab_once_it_is_public(
    people: Cast, calendar: Calendar
) -> None:
    author = add_person("Ada Author")
    submission = submitted_listing(author, card_id="deepseek/deepseek-v3").submission
    replies.reply(by=people.representative, submission=submission, text="It is so.", name="Any")
    editors.declare_interests(by=people.handling, submission=submission, answers=CLEAR)
    editors.assign(
        by=people.handling,
        submission=submission,
        editor=actor(people.handling),
        token=submission.token,
    )
    for item in load_standard().items:
        if item.core:
            triage.check_item(
                by=people.handling, submission=submission, item=item.id, finding="supports"
            )
    triage.pass_check(
        by=people.handling, submission=submission, token=submission.token, letter="Thank you."
    )
    decisions.rescind(
        by=people.chief, submission=submission, token=submission.token, reason="A slip."
    )
    calendar.pass_days(31)
    triage.accept_by_time(by=the_clock(), submission=submission)
    publish(people, submission)
    listed = [one for one in mails_of(submission) if one.kind == "listing_submitted"]
    assert [one.recipient for one in listed] == ["representative@example.org"]
    assert told(submission) == LISTED
    check_the_words(people, submission)
    assert "proof" not in newest(submission, "time_box_lab").body, "a listing has none"


def publish(people: Cast, submission: Submission, *, by: Person | None = None) -> None:
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    publishing.publish(by=by or people.handling, submission=submission, token=submission.token)


def test_all_words_are_told_on_some_way() -> None:
    on_a_way = {
        f"{action}_{who.partition(':')[2]}" for action, whom in EVERY_WAY for who in whom.split()
    }
    assert on_a_way == {kind_of(*key) for key in (*OF_SUBMISSIONS, *OF_ASSIGNMENTS)}


def test_a_double_click_tells_once_and_a_rollback_nobody(people: Cast) -> None:
    submission = in_triage(people)
    triage.add_issue(
        by=people.handling, submission=submission, item="COST-1", severity="major", text="Scope?"
    )
    before = OutboxMessage.objects.count()

    class Killed(BaseException):
        pass

    token = submission.token
    with pytest.raises(Killed), transaction.atomic():
        triage.return_to_lab(by=people.handling, submission=submission, token=token)
        assert OutboxMessage.objects.count() == before + 2
        raise Killed
    assert OutboxMessage.objects.count() == before, "what did not happen tells nobody"
    submission.refresh_from_db()
    for _ in range(2):
        triage.return_to_lab(by=people.handling, submission=submission, token=token, form_key="one")
    assert OutboxMessage.objects.count() == before + 2


def test_who_left_is_not_told(people: Cast) -> None:
    """Neither a former submitter nor an account that is closed."""
    submission = in_review(people)
    LabMembership.objects.filter(user__actor=people.submitter.key).update(
        ended_at=submission.created_at, ended_by=people.chief.key
    )
    User.objects.filter(actor=people.referees[0].key).update(is_active=False)
    report(people.referees[1], submission, report_on(submission))
    hold_and_lift(people, submission)
    assert told(submission)[-1] == ("lift_hold", "Hana:editor Ravi:referee representative:lab")


def test_whoever_leaves_is_told_once_though_more_of_theirs_ends(people: Cast) -> None:
    """A referee of two rounds who is recused in the first one loses the second with it."""
    submission = revised(people, "major")
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    first = Assignment.objects.filter(submission=submission, person=people.referees[0].key)[0]
    before = len(told(submission))
    assignments.recuse(by=people.handling, assignment=first, token=first.token, reason=STEPPED_OUT)
    assert told(submission)[before:] == [("recuse", "Rosa:referee"), ("cancel_assignment", "")]
    check_the_words(people, submission)


def test_names_are_told_as_they_are(people: Cast) -> None:
    submission = in_triage(people)
    name = "モデル \N{KATAKANA LETTER A}" * 8 + "\n<b>&amp;</b> {lab} " + "long " * 20
    Submission.objects.filter(pk=submission.pk).update(model_name=name[:200])
    submission.refresh_from_db()
    hold_and_lift(people, submission)
    mail = newest(submission, "lift_hold_lab")
    assert "\n" not in mail.subject and "<b>&amp;</b> {lab}" in mail.subject
    assert "<b>&amp;</b> {lab}" in mail.body and "モデル" in mail.body
