"""The editors' pages of a submission: who reaches them, and the way from queue to publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.actions.review import carrying, endings, publishing, rounds
from registry.models import (
    Assignment,
    AuditEvent,
    CardVersion,
    EditorAssignment,
    Motion,
    RefereeProfile,
    RefereeSuggestion,
    Report,
    ReportComment,
    Submission,
    User,
)
from registry.rules.permissions import Person
from registry.web.editor.acts import SLUGS
from tests.factories.review import (
    CLEAR,
    Cast,
    accepted,
    actor,
    add_staff,
    cast,
    choose_not_to_sign,
    in_review,
    in_triage,
    rejected,
    report,
    report_on,
    reported,
    revised,
    seen,
)
from tests.factories.submissions import declare, submitted
from tests.web.drafts.test_filling import text_of

pytestmark = pytest.mark.django_db
Signed = Callable[[Person], Client]


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> Signed:
    def client_of(person: Person) -> Client:
        client = Client()
        client.force_login(User.objects.get(actor__key=person.key))
        return client

    return client_of


PAGES = (
    "interests",
    "submission",
    "declare",
    "triage",
    "register",
    "referees",
    "decision",
    "publication",
    "review_file",
)


def status(client: Client, name: str, submission: Submission) -> int:
    return client.get(reverse(f"editor:{name}", args=[submission.public_id])).status_code


def test_who_reaches_the_pages(people: Cast, signed: Signed) -> None:
    """Content is for editors who declared; the conflicted, the lab and referees find nothing."""
    submission = accepted(people)
    undeclared = add_staff("Uma Undeclared", "editor")
    conflicted = add_staff("Cole Conflicted", "editor")
    declare(conflicted, submission, "blocked")
    everything = dict.fromkeys(PAGES, 200)
    for person in (people.handling, people.editor, people.chief):
        got = {name: status(signed(person), name, submission) for name in PAGES}
        assert got == everything, person
    metadata = {name: 200 if name in ("submission", "declare") else 404 for name in PAGES}
    assert {name: status(signed(undeclared), name, submission) for name in PAGES} == metadata
    nobody = dict.fromkeys(PAGES, 404)
    for person in (conflicted, people.submitter, people.referees[0]):
        assert {name: status(signed(person), name, submission) for name in PAGES} == nobody
    anonymous = Client()
    for name in PAGES:
        assert status(anonymous, name, submission) == 302


def test_counts_leave_out_what_is_hidden(people: Cast, signed: Signed) -> None:
    submission = in_triage(people)
    conflicted = add_staff("Cole Conflicted", "editor")
    address = reverse("editor:submissions")
    assert "All open 1" in text_of(signed(conflicted).get(address).content)
    declare(conflicted, submission, "blocked")
    page = text_of(signed(conflicted).get(address).content)
    assert "All open 0" in page and submission.model_name not in page
    assert "open submission" not in text_of(signed(conflicted).get("/editor/").content)
    mine = text_of(signed(people.handling).get(f"{address}?view=mine").content)
    assert submission.model_name in mine and "you" in mine
    assert "Without an editor 0" in mine
    EditorAssignment.objects.update(ended_at=submission.changed_at, ended_by=people.chief.key)
    assert "Without an editor 1" in text_of(signed(people.chief).get(address).content)


def test_before_declaring_an_editor_reads_nothing_confidential(
    people: Cast, signed: Signed
) -> None:
    submission = reported(people)
    undeclared = signed(add_staff("Uma Undeclared", "editor"))
    address = reverse("editor:submission", args=[submission.public_id])
    page = text_of(undeclared.get(address).content)
    assert "Declare your interests" in page
    for hidden in ("Rosa", "Ravi", "Seen elsewhere", "What happened"):
        assert hidden not in page


def test_every_act_has_a_page_that_says_what_follows(people: Cast, signed: Signed) -> None:
    submission = in_triage(people)
    client = signed(people.handling)
    for name in SLUGS:
        response = client.get(reverse("editor:act", args=[submission.public_id, name]))
        assert response.status_code == 200, name
        assert "Public afterwards" in text_of(response.content)
    unknown = reverse("editor:act", args=[submission.public_id, "fly"])
    assert client.get(unknown).status_code == 404


def act(client: Client, submission: Submission, name: str, **data: object) -> int:
    submission.refresh_from_db()
    sent = {"_token": submission.token, "_form": name, "_seen": seen(submission), **data}
    address = reverse("editor:act", args=[submission.public_id, name])
    return client.post(address, sent).status_code


def test_from_the_queue_to_a_returned_card(people: Cast, signed: Signed) -> None:
    submission = submitted(people.submitter, people.representative).submission
    client = signed(people.handling)
    answers = dict.fromkeys(CLEAR, "no")
    declared = client.post(reverse("editor:declare", args=[submission.public_id]), answers)
    assert declared.status_code == 302
    assert act(client, submission, "assign-editor", editor=people.handling.key) == 302
    triage = reverse("editor:triage", args=[submission.public_id])
    assert act(client, submission, "return") == 409, "nothing to return it for"
    posted = {"do": "issue", "item": "COST-1", "severity": "major", "text": "Which hours?"}
    assert client.post(triage, posted).status_code == 302
    client.post(triage, {"do": "check", "item": "COMP-1", "finding": "supports"})
    refused = client.post(triage, {**posted, "text": ""})
    assert refused.status_code == 400 and "Issue: found nothing" in text_of(refused.content)
    page = text_of(client.get(triage).content)
    assert "Which hours?" in page and "the evidence supports it" in page
    address = reverse("editor:act", args=[submission.public_id, "return"])
    letter = text_of(client.get(address).content)
    assert "The issues, as the lab will read them" in letter and "Which hours?" in letter
    assert act(client, submission, "return") == 302
    submission.refresh_from_db()
    assert submission.state == "returned"


def test_a_stale_page_keeps_the_letter(people: Cast, signed: Signed) -> None:
    submission = reported(people)
    client, token = signed(people.handling), submission.token
    letter = {"letter": "Unsent words.", "kind": "minor"}
    assert act(client, submission, "revise", **letter) == 302
    address = reverse("editor:act", args=[submission.public_id, "revise"])
    late = client.post(address, {"_token": token, "_form": "another", "_seen": "", **letter})
    page = text_of(late.content)
    assert late.status_code == 409
    assert "Unsent words." in page and "Hana Handling" in page and "not possible any more" in page
    again = client.post(address, {"_token": token, "_form": "revise", "_seen": "", **letter})
    assert again.status_code == 302, "the same form, sent twice, is answered"
    assert submission.decisions.count() == 1


def waits_for(person: Person, signed: Signed) -> bool:
    """Whether the one submission there is stands among what waits for the person."""
    client = signed(person)
    is_named = "1 waits for you" in text_of(client.get("/editor/").content)
    rows = text_of(client.get(reverse("editor:submissions"), {"view": "mine"}).content)
    assert ("R1" in rows) is is_named, person
    return is_named


def test_what_waits_for_an_editor(people: Cast, signed: Signed) -> None:
    """A decision for whoever handles it, a proposal for those who may agree, a proof for the lab,
    an appeal for a chief and then for its editor."""
    editors = (people.handling, people.editor, people.chief)

    def waiting() -> list[Person]:
        return [one for one in editors if waits_for(one, signed)]

    submission = reported(people)
    assert waiting() == [people.handling]
    reject = {"letter": "Not answered.", "reason_codes": ["not_answered"]}
    assert act(signed(people.handling), submission, "reject", **reject) == 302
    assert waiting() == [people.chief]
    page = reverse("editor:submission", args=[submission.public_id])
    assert "whoever agrees to the proposal" in text_of(signed(people.handling).get(page).content)
    carrying.second(by=people.chief, motion=Motion.objects.get())
    submission.refresh_from_db()
    endings.appeal(
        by=people.representative,
        submission=submission,
        token=submission.token,
        ground="procedure",
        statement="They were answered.",
    )
    assert waiting() == [people.chief]
    endings.assign_appeal_editor(
        by=people.chief, submission=submission, editor=actor(people.editor)
    )
    assert waiting() == [people.editor]
    assert "the editor of the appeal" in text_of(signed(people.chief).get(page).content)


def test_while_the_proof_is_open_it_is_the_labs_move(people: Cast, signed: Signed) -> None:
    submission = accepted(people)
    timeline = reverse("submission:review", args=[submission.public_id])

    def to_the_lab() -> str:
        return text_of(signed(people.submitter).get(timeline).content)

    assert "Yours, to confirm the proof" in to_the_lab()
    assert not waits_for(people.handling, signed)
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert "The handling editor" in to_the_lab() and "Yours" not in to_the_lab()
    assert waits_for(people.handling, signed)


def test_accepting_shows_score_and_rank_beforehand(people: Cast, signed: Signed) -> None:
    submission = revised(people)
    rounds.skip(by=people.handling, submission=submission, token=submission.token)
    address = reverse("editor:act", args=[submission.public_id, "accept"])
    page = text_of(signed(people.handling).get(address).content)
    assert "As published" in page and "of 100, level" in page and "Rank of the lab" in page
    assert not CardVersion.objects.filter(origin__isnull=False).exists(), "it was undone"


def test_two_people_reject(people: Cast, signed: Signed) -> None:
    submission = reported(people)
    reject = {"letter": "Not answered.", "reason_codes": ["not_answered"]}
    assert act(signed(people.handling), submission, "reject", **reject) == 302
    motion = reverse("editor:motion", args=[Motion.objects.get().public_id])
    mine = text_of(signed(people.handling).get(motion).content)
    assert "Another person has to agree" in mine and "Agree:" not in mine
    refused = signed(people.editor).post(motion, {"do": "agree"})
    assert refused.status_code == 409 and "for an editor-in-chief" in text_of(refused.content)
    assert "Not answered." in text_of(signed(people.chief).get(motion).content)
    assert signed(people.chief).post(motion, {"do": "agree"}).status_code == 302
    submission.refresh_from_db()
    assert submission.state == "rejected"


def test_comments_are_ruled_on_and_the_card_accepted(people: Cast, signed: Signed) -> None:
    submission = revised(people)
    client = signed(people.handling)
    assert act(client, submission, "skip-round") == 302
    assert act(client, submission, "accept", letter="Well done.") == 409, "a must is open"
    page = reverse("editor:decision", args=[submission.public_id])
    told = text_of(client.get(page).content)
    assert "In confidence, to the editors: Seen elsewhere." in told
    for comment in ReportComment.objects.filter(weight="must"):
        ruling = {"do": "rule", "comment": comment.pk, "ruling": "settled", "weight": "must"}
        assert client.post(page, {**ruling, "reason": ""}).status_code == 400
        assert client.post(page, {**ruling, "reason": "It is."}).status_code == 302
    assert act(client, submission, "accept", letter="Well done.") == 302
    submission.refresh_from_db()
    assert submission.state == "accepted"


def test_the_publication_is_looked_through_first(people: Cast, signed: Signed) -> None:
    submission = accepted(people, are_signings_chosen=False)
    client = signed(people.handling)
    publishing.confirm_proof(by=people.representative, submission=submission)
    assert act(client, submission, "publish") == 409, "nobody looked through the file"
    address = reverse("editor:publication", args=[submission.public_id])
    page = text_of(client.get(address).content)
    assert "level Reviewed" in page and "Rank of the lab" in page
    assert "Still to choose" in page
    file = publishing.review_file_of(submission)
    stale = client.post(address, {"file": "sha256:another", "reason": "Any"})
    assert stale.status_code == 400 and "changed after you opened" in text_of(stale.content)
    looked = {"file": file.file_hash, "reason": "By chance."}
    assert client.post(address, looked).status_code == 302
    assert act(client, submission, "publish") == 409, "referees choose whether to sign"
    choose_not_to_sign(submission)
    assert act(client, submission, "publish") == 302
    submission.refresh_from_db()
    assert submission.state == "published"


def test_referees_are_found_and_put_on_the_list(people: Cast, signed: Signed) -> None:
    """By the profile they keep themselves; what the registry knows of a conflict bars them."""
    submission = in_triage(people)
    clear, barred = people.referees[0], people.referees[1]
    told = {"affiliation": "Any University", "expertise": "COMP", "most_open": "2"}
    told["is_available"] = "on"
    assert signed(clear).post(reverse("referee:profile"), told).status_code == 302
    told["positions"] = "DeepSeek until 2026-01"
    assert signed(barred).post(reverse("referee:profile"), told).status_code == 302
    wrong = signed(clear).post(reverse("referee:profile"), {**told, "orcid": "12"})
    assert wrong.status_code == 400 and "looks like 0000" in text_of(wrong.content)
    address = reverse("editor:referees", args=[submission.public_id])
    client = signed(people.handling)
    page = text_of(client.get(address).content)
    assert "Any University" in page and "was with DeepSeek until 28 January 2026" in page
    assert "Nobody with a referee" in text_of(client.get(f"{address}?q=nowhere").content)
    assert client.post(address, {"do": "propose", "who": clear.key}).status_code == 302
    again = client.post(address, {"do": "propose", "who": clear.key})
    assert again.status_code == 409 and "on the list of this round" in text_of(again.content)
    assert client.post(address, {"do": "propose", "who": barred.key}).status_code == 302
    assert act(client, submission, "send-to-review") == 409, "one of the two is barred"


def test_reports_after_one_s_last_step_are_marked(people: Cast, signed: Signed) -> None:
    submission = reported(people)
    address = reverse("editor:decision", args=[submission.public_id])
    editor = signed(people.handling)
    mark = "came in after your last step"
    assert f"2 reports {mark}" in text_of(editor.get(address).content)
    comment = ReportComment.objects.filter(weight="must").get()
    rule = {"do": "rule", "comment": comment.pk, "ruling": "settled", "weight": "must"}
    rule |= {"reason": "It is answered."}
    assert editor.post(address, rule).status_code == 302
    assert mark not in text_of(editor.get(address).content)


def test_whom_the_lab_suggested_no_form_decides(people: Cast, signed: Signed) -> None:
    """By name in any spelling for certain; where a part is the same, the editor answers."""
    submission = in_triage(people)
    for name in ("REFEREE, Rosa", "R. Spare"):
        RefereeSuggestion.objects.create(
            submission=submission,
            wish="suggested",
            name=name,
            reason="Any",
            at=submission.changed_at,
        )
    for referee in people.referees:
        RefereeProfile.objects.create(
            user=actor(referee).user, is_available=True, changed_at=submission.changed_at
        )
    address = reverse("editor:referees", args=[submission.public_id])
    client = signed(people.handling)
    page = text_of(client.get(address).content)
    assert "Rosa Referee suggested by the lab" in page
    assert "The lab suggested “R. Spare”. Is that Rui Spare?" in page

    def put(referee: Person, **answer: str) -> int:
        return client.post(address, {"do": "propose", "who": referee.key, **answer}).status_code

    rosa, ravi, rui = people.referees
    assert put(rosa, suggested="no", wish="") == 302
    assert put(rui) == 409 and put(rui, suggested="yes") == 409, "not without an answer, nor two"
    assert put(ravi, suggested="no") == 302 and put(rui, suggested="no") == 302
    wishes = submission.assignments.order_by("id").values_list("person", "wish")
    assert list(wishes) == [(rosa.key, "suggested"), (ravi.key, ""), (rui.key, "")]
    recorded = AuditEvent.objects.filter(action="assignment.propose").latest("id")
    assert recorded.data["is_suggested"] is False


def test_the_finder_tells_how_referees_kept_their_days(people: Cast, signed: Signed) -> None:
    past, (first, second) = in_review(people), people.referees[:2]
    report(first, past, report_on(past))
    Submission.objects.filter(pk=past.pk).update(state="withdrawn")
    for referee in (first, second):
        user = actor(referee).user
        RefereeProfile.objects.create(user=user, is_available=True, changed_at=past.changed_at)
    address = reverse("editor:referees", args=[in_triage(people).public_id])
    finder = signed(people.handling)
    page = text_of(finder.get(address).content)
    assert "1 handed in, 1 in time" in page and "none handed in" in page and "late" not in page
    Assignment.objects.update(due_on=date(2026, 1, 1))
    page = text_of(finder.get(address).content)
    assert "1 handed in, 0 in time" in page and "none handed in; 1 late now" in page


def test_an_interest_is_waived_by_somebody_else_and_in_public(people: Cast, signed: Signed) -> None:
    submission = in_triage(people)
    rival = add_staff("Remy Rival", "editor")
    form = dict.fromkeys(CLEAR, "no") | {"competitor": "yes"}
    declare_page = reverse("editor:declare", args=[submission.public_id])
    unexplained = signed(rival).post(declare_page, form)
    assert unexplained.status_code == 400 and "a yes needs a sentence" in text_of(
        unexplained.content
    )
    form["competitor_explanation"] = "Advises another lab."
    assert signed(rival).post(declare_page, form).status_code == 302
    address = reverse("editor:interests", args=[submission.public_id])
    assert signed(rival).get(address).status_code == 404, "no part in it before the waiver"
    assert "Waive" not in text_of(signed(people.editor).get(address).content)
    chief = signed(people.chief)
    assert "Advises another lab." in text_of(chief.get(address).content)
    key = submission.interest_declarations.get(person=rival.key).pk
    assert chief.post(address, {"declaration": key, "reason": " "}).status_code == 400
    assert chief.post(address, {"declaration": key, "reason": "Long ago."}).status_code == 302
    assert "waived: Long ago." in text_of(signed(rival).get(address).content)
    assert chief.post(address, {"declaration": "1 OR 1"}).status_code == 400


def test_an_appeal_goes_to_an_editor_who_did_not_handle_it(people: Cast, signed: Signed) -> None:
    submission = rejected(people)
    endings.appeal(
        by=people.representative,
        submission=submission,
        token=submission.token,
        ground="procedure",
        statement="Nobody read our reply.",
    )
    address = reverse("editor:appeal", args=[submission.public_id])
    assert "Nobody read our reply." in text_of(signed(people.editor).get(address).content)
    chief = signed(people.chief)
    assert "Hana Handling" not in text_of(chief.get(address).content)
    assert chief.post(address, {"editor": people.handling.key}).status_code == 400
    assert chief.post(address, {"editor": people.editor.key}).status_code == 302
    assert act(signed(people.editor), submission, "dismiss-appeal", reason="We did.") == 302
    submission.refresh_from_db()
    assert submission.state == "rejected" and submission.appeal.is_granted is False


def test_accepting_what_is_contested_is_told_to_be_proposed(people: Cast, signed: Signed) -> None:
    submission = revised(people)
    client = signed(people.handling)
    assert act(client, submission, "skip-round") == 302
    page = reverse("editor:decision", args=[submission.public_id])
    for comment in ReportComment.objects.filter(weight="must"):
        ruling = {"do": "rule", "comment": comment.pk, "ruling": "overruled", "weight": "must"}
        client.post(page, {**ruling, "reason": "It asks too much."})
    assert act(client, submission, "accept", letter="Well done.") == 302
    told = text_of(client.get(reverse("editor:submission", args=[submission.public_id])).content)
    assert "a second person has to agree" in told and "Decision pending" in told


def test_words_are_taken_out_of_a_report_by_two_editors(people: Cast, signed: Signed) -> None:
    submission = reported(people)
    client = signed(people.handling)
    decision = reverse("editor:decision", args=[submission.public_id])
    address = reverse("editor:redaction", args=[submission.public_id])
    assert address in client.get(decision).content.decode()
    assert address not in signed(people.chief).get(decision).content.decode()
    for person in (people.chief, people.editor):
        assert signed(person).get(address).status_code == 404
    page = client.get(address)
    assert page.status_code == 200 and "A careful disclosure." in text_of(page.content)
    report = Report.objects.order_by("id")[0]
    posted = {
        "report": str(report.pk),
        "passages": "A careful\n careless",
        "reason_class": "offensive",
        "reason": "It hurts.",
        "_form": "key",
    }
    wrong = client.post(address, posted)
    assert wrong.status_code == 400
    told = text_of(wrong.content)
    assert "stands nowhere in this report" in told and "It hurts." in told
    assert client.post(address, posted | {"passages": "careful\n"}).status_code == 302
    assert client.post(address, posted | {"passages": "careful\n"}).status_code == 302, "twice"
    motion = Motion.objects.get()
    asked = reverse("editor:motion", args=[motion.public_id])
    told = text_of(signed(people.chief).get(asked).content)
    assert "A ⟦careful⟧ disclosure." in told and "It hurts." in told
    assert signed(people.chief).post(asked, {"do": "agree"}).status_code == 302
    assert "A [redacted: offensive] disclosure." in text_of(client.get(decision).content)


def test_a_letter_asks_to_settle_comments_only_with_a_revision(
    people: Cast, signed: Signed
) -> None:
    submission = reported(people)
    client = signed(people.handling)
    found = {
        name: "Please settle"
        in client.get(reverse("editor:act", args=[submission.public_id, name])).content.decode()
        for name in ("revise", "accept", "reject")
    }
    assert found == {"revise": True, "accept": False, "reject": False}


def test_the_editors_read_whom_a_step_was_about(people: Cast, signed: Signed) -> None:
    submission = reported(people)
    address = reverse("editor:submission", args=[submission.public_id])
    page = text_of(signed(people.handling).get(address).content)
    assert "Propose: Rosa Referee" in page and "Invite: Ravi Referee" in page
    assert "Submit report: " not in page, "whoever acted stands below"
