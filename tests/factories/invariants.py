"""What must hold of a registry whatever anybody did: the invariants I1 to I20, as far as rows tell.

``docs/invariants.md`` says which test looks after which of them; those of published versions are in
``version_invariants``.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DatabaseError, connection, transaction

from registry.actions.audit import now
from registry.actions.people import subject_of
from registry.models import (
    AuditEvent,
    CardVersion,
    Decision,
    EditorAssignment,
    Grading,
    InterestDeclaration,
    Notice,
    OutboxMessage,
    Ranking,
    RankingEntry,
    Redaction,
    Report,
    ReviewFile,
    Round,
    Snapshot,
    Submission,
)
from registry.models.review import queries, visible
from registry.models.review.listed import listed_for
from registry.rules.canonical import content_hash
from registry.rules.permissions import Person, may_list, roles_on
from registry.rules.workflow.vocabulary import Role, Track

COUNTING = ("accepted", "submitted")


def check_rows(seen: dict[str, str]) -> None:
    """Published and frozen bytes are what they were (I1, I16, I18), and match their hashes."""
    frozen: dict[str, str] = {}
    reviewed = CardVersion.objects.filter(origin__isnull=False)
    for version in reviewed.select_related("content"):
        # A version or file without content is in order where it was removed: ``check_contents``.
        if hasattr(version, "content"):
            assert content_hash(version.content.canonical.encode()) == version.content_hash
        frozen[f"version {version.pk}"] = f"{version.content_hash} {version.number}"
    for file in ReviewFile.objects.select_related("content"):
        if hasattr(file, "content"):
            assert content_hash(file.canonical.encode()) == file.content_hash
        frozen[f"file {file.pk}"] = file.content_hash
    for row in (*Notice.objects.values_list(), *Redaction.objects.values_list("pk", "report_id")):
        frozen[f"row {row[:2]}"] = repr(row)
    for snapshot in Snapshot.objects.all():
        digest = hashlib.sha256(snapshot.canonical.encode()).hexdigest()
        assert f"sha256:{digest}" == snapshot.content_hash
        frozen[f"snapshot {snapshot.pk}"] = f"{digest} {snapshot.standard_version}"
    for report in Report.objects.prefetch_related("verdicts"):
        assert content_hash(report.canonical.encode()) == report.content_hash
        assert all(one.item_text for one in report.verdicts.all())
        frozen[f"report {report.pk}"] = report.content_hash
    for key, value in seen.items():
        assert frozen.get(key) == value, key
    seen.update(frozen)


def check_audit(submission: Submission, moves: Counter[str]) -> None:
    """One numbered row for each move, without a gap, and they lead to the states (I2, I3)."""
    rows = list(
        AuditEvent.objects.filter(
            subject=f"submission {submission.public_id}", sequence__isnull=False
        ).order_by("sequence")
    )
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    state, assigned = None, dict[str, str | None]()
    for row in rows:
        if row.action.startswith("submission."):
            assert row.data["source"] == state, row.action
            state = row.data["target"]
        else:
            key = row.data["assignment"]
            assert row.data["source"] == assigned.get(key), row.action
            assigned[key] = row.data["target"]
    submission.refresh_from_db()
    assert state == submission.state
    now_assigned = dict(submission.assignments.values_list("public_id", "state"))
    assert assigned == now_assigned
    own = Counter(row.action.partition(".")[2] for row in rows if row.action[0] == "s")
    own.pop("create", None)
    assert own == moves


def check_one_of_each(submission: Submission) -> None:
    """One open round, one editor in charge, one decision in effect, one live version (I8)."""
    assert Round.objects.filter(submission=submission, closed_at=None).count() <= 1
    is_open = Round.objects.filter(submission=submission, closed_at=None).exists()
    assert is_open == (submission.state == "in_review")
    for part in EditorAssignment.Part:
        running = EditorAssignment.objects.filter(submission=submission, part=part, ended_at=None)
        assert running.count() <= 1
    effective = Decision.objects.filter(submission=submission, voided_at=None)
    assert not [n for n in Counter(effective.values_list("snapshot", flat=True)).values() if n > 1]
    holds = submission.holds.filter(lifted_at=None).count()
    assert holds == submission.is_held


def check_work(submission: Submission) -> None:
    """Nobody is at work in what is over, nor after they left it over an interest."""
    states = dict(submission.assignments.values_list("pk", "state"))
    if submission.state not in ("in_review", "triage", "returned"):
        assert not {*states.values()} & {"invited", "accepted"}
        # A list of people whom nobody has asked yet waits for an appeal against a desk rejection.
        waits = submission.state in ("desk_rejected", "appeal_open")
        assert waits or "proposed" not in states.values()
    left = {one.person_id for one in submission.assignments.filter(state="recused")}
    at_work = submission.assignments.filter(state__in=["proposed", "invited", "accepted"])
    assert not left & set(at_work.values_list("person_id", flat=True))


def check_reports(submission: Submission) -> None:
    """Accepted and published cards rest on two referees who may judge (I9)."""
    if Track(submission.track) is not Track.PEER:
        return
    referees = {one.assignment.person_id for one in queries.reports_in_force(submission)}
    assert len(referees) >= 2
    for person in referees:
        declared = (
            InterestDeclaration.objects.filter(submission=submission, person=person, part="referee")
            .order_by("-id")
            .first()
        )
        assert declared is not None
        assert declared.outcome == "clear" or declared.is_waived
    assert not {submission.created_by} & referees


def check_parts(submission: Submission, people: Iterable[Person]) -> None:
    """Nobody has two parts, and what is kept from an editor is in no list (I7, I19)."""
    submission.refresh_from_db()
    subject = subject_of(submission)
    authors = {Role.SUBMITTER, Role.REPRESENTATIVE, Role.AUTHOR}
    for person in people:
        roles = roles_on(person, subject)
        parts = [
            bool(roles & authors),
            Role.REFEREE in roles,
            bool(roles & {Role.HANDLING_EDITOR, Role.APPEAL_EDITOR}),
            bool(roles & {Role.EDITOR, Role.CHIEF}),
            Role.ADMINISTRATOR in roles,
        ]
        assert sum(parts) <= 1, roles
        if person.is_editor and person.scope is None:
            listed = listed_for(person.key, person.memberships.keys(), now())
            is_listed = listed.filter(pk=submission.pk).exists()
            assert is_listed == may_list(person, subject), person.key
    # Nor has anybody one part after the other: who could read it as an editor judges no claim.
    assert not subject.editors & subject.referees


def check_secrets(submission: Submission) -> None:
    """A referee reads the reports of others after an own one, and once the round closed (I6)."""
    is_published = submission.state == "published"
    for key in set(
        submission.assignments.filter(referee__isnull=False).values_list("person_id", flat=True)
    ):
        viewer = visible.referee_viewer(submission, key)
        for report in visible.reports(submission, viewer):
            this = report.assignment.round
            assert this is not None
            own = Report.objects.filter(
                assignment__person=key, assignment__round=this, returned__isnull=True
            )
            if report.assignment.person_id != key and not is_published:
                assert this.closed_at is not None
                assert own.exists()


def check_gradings() -> None:
    """Verified is at most evidenced, and evidenced at most declared (I10)."""
    for grading in Grading.objects.filter(current_on__isnull=False, pk__gt=0).order_by("-id")[:3]:
        grades = list(grading.claims.filter(applicable=True).values_list("grade", flat=True))
        reached = [sum(grade >= step for grade in grades) for step in (3, 2, 1)]
        assert reached == sorted(reached)
        live = grading.version.card.live_version_id
        assert live == grading.version_id


def check_review_files() -> None:
    """What must be answered was, by the lab or by an editor with a reason (I12, I16)."""
    files = ReviewFile.objects.filter(content__isnull=False, version__origin__isnull=False)
    for file in files.select_related("content", "version__origin__submission"):
        document, submission = file.document(), file.version.origin.submission
        left = {one["number"] for one in document["referees"] if one["recused"]}
        for comment in document["comments"]:
            if comment["referee"] in left or comment["replies"]:
                continue
            ruling = comment["ruling"]
            asked = ruling["class"] if ruling and ruling["ruling"] == "reclassed" else ""
            assert asked != "must", comment
            if comment["class"] == "must":
                assert ruling and ruling["editor"] and ruling["reason"], comment
                taken = submission.decisions.get(kind="accept", voided_at=None)
                assert taken.seconded_by, comment
        check_said(document, submission)


def check_said(document: Mapping[str, Any], submission: Submission) -> None:
    """Reports are published as they were handed in, but for what two editors took out (I16)."""
    summaries, comments = set(), set()
    for report in Report.objects.filter(assignment__submission=submission):
        content = report.content()
        out: defaultdict[str, list[Redaction]] = defaultdict(list)
        for one in report.redactions.order_by("-start"):
            assert one.seconded_by not in ("", one.actor_key)
            out[one.pointer].append(one)
        summaries.add(_without(content.summary, out["/summary"]))
        comments |= {
            _without(comment.text, out[f"/comments/{number}/text"])
            for number, comment in enumerate(content.comments)
        }
    assert {one["summary"] for one in document["reports"]} <= summaries
    assert {one["text"] for one in document["comments"]} <= comments


def _without(text: str, redactions: Iterable[Redaction]) -> str:
    """The text with a mark for each passage; the last passage is the first to go."""
    for one in redactions:
        text = f"{text[: one.start]}[redacted: {one.reason_class}]{text[one.end :]}"
    return text


def check_ranking() -> None:
    """The current ranking says by which standard and method, and when it was computed (I20)."""
    ranking = Ranking.objects.current().first()
    if ranking is None:
        return
    assert ranking.standard_version and ranking.method_version and ranking.created_at
    entries = RankingEntry.objects.filter(ranking=ranking).select_related("score")
    assert all(one.score.inputs_digest and one.score.computed_at for one in entries)


def check_outbox() -> None:
    """One message for each event, recipient and kind (I17)."""
    rows = OutboxMessage.objects.values_list("event", "recipient", "kind")
    assert not [key for key, number in Counter(rows).items() if number > 1]


def check_append_only() -> None:
    """The database refuses to change what is recorded, whoever asks it (I2)."""
    for table in (
        "registry_auditevent",
        "registry_snapshot",
        "registry_reviewfile",
        "registry_notice",
        "registry_redaction",
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - the names above
            if not cursor.fetchone()[0]:
                continue
            for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):  # noqa: S608
                try:
                    with transaction.atomic():
                        cursor.execute(verb)
                except DatabaseError:
                    continue
                raise AssertionError(f"{verb} went through")
