"""Ways to publication without referees, and what a correction keeps of an earlier review."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from registry.actions import attestations, replies, submissions
from registry.actions.review import (
    assignments,
    corrections,
    decisions,
    editors,
    endings,
    publishing,
    revisions,
    rounds,
    triage,
)
from registry.models import CardVersion, Grading, Notice, Submission
from registry.models.review import queries
from registry.rules.drafts import SectionDraft
from registry.rules.errors import Conflict, Refused, StaleWrite, TransitionRefused
from registry.rules.permissions import Person
from registry.rules.review.conflicts import Question
from registry.rules.standard import load_standard
from registry.rules.workflow.policies import ConditionNotMet
from registry.web.presenters.editor_submission import eligible_editors, eligible_for_appeal
from tests.factories.review import (
    CLEAR,
    LETTER,
    Cast,
    accept_invitation,
    accepted,
    actor,
    add_staff,
    answer_musts,
    appeal,
    assignment_of,
    cast,
    choose_not_to_sign,
    desk_rejected,
    in_triage,
    published,
    report,
    report_on,
    revised,
    revision_requested,
    second,
    seen,
    settle_musts,
)
from tests.factories.submissions import (
    DECLARATION,
    acknowledge_all,
    add_person,
    submitted_listing,
)

pytestmark = pytest.mark.django_db
# Names no state that there ever was.
STALE = "stale"


@pytest.fixture
def people() -> Cast:
    return cast()


def checked(people: Cast, submission: Submission) -> None:
    """Taken, every core claim looked at, accepted by the editor alone."""
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


def publish(people: Cast, submission: Submission) -> CardVersion:
    choose_not_to_sign(submission)
    file = publishing.review_file_of(submission)
    publishing.clear_leaks(
        by=people.handling, submission=submission, file_hash=file.file_hash, reason="By chance."
    )
    version = publishing.publish(by=people.handling, submission=submission, token=submission.token)
    assert version is not None
    return version


def grading_of(version: CardVersion) -> Grading:
    return Grading.objects.get(current_on__live_version=version)


def change_cost(people: Cast, draft: Submission) -> None:
    section = draft.sections.get(name="cost")
    content = section.draft().content
    claim = {**content["cost"]["final_run"], "note": "Counted anew."}
    submissions.save_section(
        by=people.submitter,
        submission=draft,
        name="cost",
        draft=SectionDraft({"cost": {**content["cost"], "final_run": claim}}),
        token=section.token,
    )


def correction_of(people: Cast, version: CardVersion) -> Submission:
    """One claim says something else: that on the cost."""
    draft = corrections.start(
        by=people.submitter,
        submission=version.origin.submission,
        text="The cost covered other hours.",
        found_by="Ada Reader",
    )
    assert draft is not None
    change_cost(people, draft)
    acknowledge_all(people.submitter, draft)
    attestations.complete(by=people.submitter, submission=draft, token=draft.token)
    attestations.attest_and_submit(
        by=people.representative, submission=draft, token=draft.token, declaration=DECLARATION
    )
    return draft


def test_a_listing_waits_for_the_lab_and_is_published_without_referees(people: Cast) -> None:
    author: Person = add_person("author")
    submission = submitted_listing(author, card_id="deepseek/deepseek-v3").submission
    replies.reply(by=people.representative, submission=submission, text="It is so.", name="Any")
    checked(people, submission)
    version = publish(people, submission)
    assert (version.preparer, grading_of(version).level) == ("third_party", 0)
    file = version.review_file.document()
    assert (file["reports"], file["referees"], file["agreement"]["share"]) == ([], [], None)
    assert [one["outcome"] for one in file["decisions"]] == ["checked"]


def test_a_claim_that_the_revision_changed_is_verified_by_no_earlier_verdict(
    people: Cast,
) -> None:
    """A minor revision is decided without another round: nobody judged its new text."""
    submission = revision_requested(people)
    change_cost(people, submission)
    answer_musts(people, submission)
    acknowledge_all(people.submitter, submission)
    revisions.submit_revision(
        by=people.representative,
        submission=submission,
        token=submission.token,
        declaration=DECLARATION,
    )
    rounds.skip(by=people.handling, submission=submission, token=submission.token)
    settle_musts(people, submission)
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    publishing.confirm_proof(by=people.representative, submission=submission)
    version = publish(people, submission)
    grades = {one.item: one.grade for one in grading_of(version).claims.all()}
    assert (grades["COST-1"], grades["COST-2"]) == (2, 3)
    (cost,) = [one for one in version.review_file.document()["items"] if one["item"] == "COST-1"]
    assert (cost["counted"], {one["stale"] for one in cost["verdicts"]}) == ([], {True})


def test_a_proof_counts_for_the_acceptance_that_it_followed(people: Cast) -> None:
    """Rescinded and accepted again, the lab looks again: reports may have come since."""
    submission = accepted(people)
    first = publishing.confirm_proof(by=people.representative, submission=submission)
    decisions.rescind(
        by=people.chief, submission=submission, token=submission.token, reason="A slip."
    )
    decisions.accept(
        by=people.handling,
        submission=submission,
        token=submission.token,
        letter=LETTER,
        seen_reports=seen(submission),
    )
    with pytest.raises(ConditionNotMet, match="has not confirmed the proof"):
        publish(people, submission)
    again = publishing.confirm_proof(by=people.representative, submission=submission)
    assert again != first
    assert publishing.confirm_proof(by=people.representative, submission=submission) == again
    assert publish(people, submission)


def test_a_correction_keeps_the_verdicts_on_what_it_leaves_alone(people: Cast) -> None:
    first = published(people)
    before = {one.item: one.grade for one in grading_of(first).claims.all()}
    draft = correction_of(people, first)
    assert draft.track == "registry", "a correction is not refereed anew"
    checked(people, draft)
    publishing.confirm_proof(by=people.representative, submission=draft)
    second = publish(people, draft)
    after = {one.item: one.grade for one in grading_of(second).claims.all()}
    assert before["COST-1"] == 3 and after["COST-1"] < 3, "the claim that changed is stale"
    assert {item for item in before if before[item] != after[item]} == {"COST-1"}
    assert grading_of(second).level == 3, "two referees judged nearly all that it says"
    assert set(second.referee_verdicts.values_list("generation", flat=True)) == {1}
    assert {one.carried_from for one in second.referee_verdicts.all()} == {first}
    notices = {one.version_id: one for one in Notice.objects.all()}
    assert notices[first.pk].other == second and notices[second.pk].other == first
    assert {one.kind for one in notices.values()} == {"correction"}
    assert notices[first.pk].found_by == "Ada Reader"
    carried = [one["carried"] for one in second.review_file.document()["items"]]
    assert {each["from_version"] for rows in carried for each in rows} == {first.number}


def test_a_referee_found_out_after_the_publication_counts_no_more(people: Cast) -> None:
    """The card is graded and its lab ranked again; the report stays where it was published."""
    version = published(people)
    file = version.review_file.canonical
    assert grading_of(version).level == 3
    assignment = assignment_of(people.referees[0], version.origin.submission)
    assignments.recuse(
        by=people.handling, assignment=assignment, token=assignment.token, reason="Owns shares."
    )
    grading = grading_of(version)
    assert grading.level < 3
    assert any(
        "Independent referees who reported: 1" in one for one in grading.missing_for_next_level
    )
    version.refresh_from_db()
    assert version.review_file.canonical == file
    call_command("refresh_ranking", check=True, verbosity=0)


def test_a_recusal_takes_the_reports_of_every_round(people: Cast) -> None:
    submission = revised(people, "major")
    rounds.open_next(by=people.handling, submission=submission, token=submission.token)
    referee = people.referees[0]
    accept_invitation(referee, submission)
    report(referee, submission, report_on(submission))
    assert len({one.assignment.person_id for one in queries.reports_in_force(submission)}) == 2
    assignment = assignment_of(referee, submission)
    assignments.recuse(
        by=referee, assignment=assignment, token=assignment.token, reason="Family there."
    )
    left = {one.assignment.person_id for one in queries.reports_in_force(submission)}
    assert left == {people.referees[1].key}


def test_who_comes_too_late_learns_nothing_of_single_referees(people: Cast) -> None:
    submission = in_triage(people)
    for referee in people.referees[:2]:
        assignments.propose(by=people.handling, submission=submission, referee=actor(referee))
    rounds.send_to_review(by=people.handling, submission=submission, token=submission.token)
    declining = assignment_of(people.referees[0], submission)
    assignments.decline(by=people.referees[0], assignment=declining, token=declining.token)
    with pytest.raises(StaleWrite, match="“send to review” at") as told:
        endings.withdraw(by=people.representative, submission=submission, token=STALE, reason="Any")
    assert "Hana" not in str(told.value)
    with pytest.raises(StaleWrite, match="“decline invitation” by Rosa Referee"):
        editors.set_hold(by=people.chief, submission=submission, token=STALE, reason="Any")


def test_a_form_stands_for_one_thing(people: Cast) -> None:
    """Sent again it is answered; under another act it is refused, never taken for done."""
    submission = in_triage(people)
    for _ in range(2):
        editors.note(by=people.handling, submission=submission, text="Any", form_key="a")
    assert submission.internal_notes.count() == 1
    with pytest.raises(Conflict, match="sent before, for something else"):
        editors.set_hold(
            by=people.chief,
            submission=submission,
            token=submission.token,
            reason="Any",
            form_key="a",
        )
    with pytest.raises(Conflict):
        editors.note(by=people.editor, submission=submission, text="Any", form_key="a")
    submission.refresh_from_db()
    assert not submission.is_held


def test_an_appeal_goes_to_nobody_who_agreed_to_the_rejection(people: Cast) -> None:
    """Nor does the submission, where the appeal is granted; and on hold nobody gets it."""
    submission = desk_rejected(people)
    editor = appeal(people, submission)
    for one in (people.handling, people.editor):
        with pytest.raises(Refused, match="no part in the decision"):
            endings.assign_appeal_editor(by=people.chief, submission=submission, editor=actor(one))
        with pytest.raises(ConditionNotMet) as refused:
            endings.grant_appeal(
                by=editor,
                submission=submission,
                token=submission.token,
                editor=actor(one),
                reasons="It is no duplicate.",
            )
        assert refused.value.guard == "new_editor"
    assert {one.key for one in eligible_for_appeal(submission)} == {people.chief.key, editor.key}
    assert [one.key for one in eligible_editors(submission, editor)] == [people.chief.key]
    editors.set_hold(
        by=people.chief, submission=submission, token=submission.token, reason="An incident."
    )
    with pytest.raises(TransitionRefused, match="on hold"):
        endings.assign_appeal_editor(
            by=people.chief, submission=submission, editor=actor(people.chief)
        )


def test_why_an_editors_interest_was_let_stand_is_published(people: Cast) -> None:
    """Of whoever handled it last, before, or agreed; who only read along is not named."""
    submission = in_triage(people)
    rival = add_staff("Remy Rival", "editor")
    competing = {**CLEAR, str(Question.COMPETITOR): {"answer": True, "explanation": "In secret."}}
    for one, reason in ((rival, "Long ago."), (people.editor, "Nobody else is free.")):
        declared = editors.declare_interests(by=one, submission=submission, answers=competing)
        editors.waive_interest(by=people.chief, declaration=declared, reason=reason)
    reassign(people, submission, rival)
    triage.desk_reject(
        by=rival,
        submission=submission,
        token=submission.token,
        reason_code="duplicate",
        letter=LETTER,
    )
    second(people.editor, submission)
    document = publishing.review_file_of(submission).document
    named = [document["editor"], *document["further_editors"]]
    assert [(one["name"], one["waiver"]) for one in named] == [
        ("Remy Rival", "Long ago."),
        ("Hana Handling", None),
        ("Edda Editor", "Nobody else is free."),
    ]
    assert named[0]["conflicts"] == {"outcome": "waivable", "declared": ["competitor"]}
    assert "In secret." not in str(document)


def reassign(people: Cast, submission: Submission, editor: Person) -> None:
    editors.reassign(
        by=people.chief,
        submission=submission,
        editor=actor(editor),
        token=submission.token,
        reason="Any",
    )
