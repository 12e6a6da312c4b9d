from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from registry.rules.canonical import canonical_bytes
from registry.rules.errors import Refused
from registry.rules.review.conflicts import Declaration, Question
from registry.rules.review.disputes import Adjudication
from registry.rules.review.file import SCHEMA_PATH, review_file
from registry.rules.review.file_parts import (
    CarriedPart,
    CommentRuling,
    CommentRulingPart,
    DecisionPart,
    EditorPart,
    EventPart,
    IssuePart,
    ItemPart,
    RebuttalPart,
    RefereePart,
    ReportPart,
    ReviewRecord,
    RoundPart,
    SnapshotPart,
)
from registry.rules.review.leaks import find_leaks, secrets_of_person
from registry.rules.review.redaction import Reason, Redaction
from registry.rules.review.reports import ReportContent
from registry.rules.review.verdicts import CommentClass, Disposition, Verdict
from registry.rules.standard import load_standard
from registry.rules.workflow.public_steps import PUBLIC_STEPS, Side
from registry.rules.workflow.vocabulary import Action

STANDARD = load_standard()
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_bytes())
HASH = "sha256:" + "0" * 64
DAY = date(2026, 3, 2)
CONFIDED = "as I told Ann Other of Example University"
SETTLED = CommentRulingPart("R1.1", CommentRuling.SETTLED, CommentClass.MUST, "It is.", "E. Ditor")
FULL, NOT = Verdict.SUPPORTED_FULL, Verdict.NOT_SUPPORTED


def declaration(*yes: Question) -> Declaration:
    return Declaration(
        {question: question in yes for question in Question}, dict.fromkeys(yes, CONFIDED)
    )


@pytest.fixture
def record(report_data: dict[str, Any]) -> ReviewRecord:
    first = ReportContent.from_data(report_data)
    later = report_data | {
        "summary": "Better.",
        "comments": [{"class": "should", "item": None, "text": f"Cite the paper, {CONFIDED}."}],
        "ai_used": True,
        "ai_statement": "Grammar.",
    }
    return ReviewRecord(
        card_id="acme/model-1",
        version=2,
        content_hash=HASH,
        standard="1.0",
        editor=EditorPart("E. Ditor", declaration(Question.COMPETITOR), "None was free."),
        further_editors=(EditorPart("F. Ormer", declaration()), EditorPart("A. Greed", None)),
        items=(
            ItemPart("COMP-1", "Final-run compute", "How many operations?"),
            ItemPart("COST-1", "Final-run cost", "How much money?"),
            ItemPart("DATA-1", "Sources", "Which sources?"),
        ),
        snapshots=(
            SnapshotPart(2, HASH, "1.0", DAY, ai_used=True, ai_statement="A translator."),
            SnapshotPart(1, HASH, "1.0", DAY),
        ),
        rounds=(RoundPart(1, 1, DAY, date(2026, 3, 20)), RoundPart(2, 2, DAY, DAY)),
        referees=(
            RefereePart(2, declaration(Question.COMPETITOR), waiver="Nobody else knows it."),
            RefereePart(1, declaration(), signed_name="S. Igned"),
            RefereePart(3, None, recused=True),
        ),
        reports=(
            ReportPart(
                2,
                2,
                DAY,
                ReportContent.from_data(later),
                redactions=(Redaction("/comments/0/text", 16, 57, Reason.IDENTIFYING),),
            ),
            ReportPart(1, 1, DAY, first, stale={"COMP-1"}),
            ReportPart(3, 1, DAY, first, late=True),
        ),
        rebuttals=(
            RebuttalPart("R1.1", 3, "Now it is.", Disposition.CHANGED, ("/cost/final_run/value",)),
            RebuttalPart("R1.1", 2, "It is in the report.", Disposition.DISAGREE),
        ),
        comment_rulings=(SETTLED,),
        adjudications=(
            Adjudication("COST-1", HASH, NOT, "E. Ditor", "First reason."),
            Adjudication("COST-1", HASH, FULL, "E. Ditor", "The second invoice shows it."),
        ),
        decisions=(
            DecisionPart("accept", date(2026, 5, 1), 2, "Dear lab", "E. Ditor"),
            DecisionPart("revise_minor", date(2026, 4, 1), 1, "Please", "E. Ditor", void=True),
        ),
        events=(
            EventPart(DAY, Action.SUBMIT, Side.LAB),
            EventPart(DAY, Action.SET_HOLD, Side.REGISTRY),
        ),
        issues=(IssuePart(1, "COMP-1", major=True, text="No unit.", answers=("Which?", "Added.")),),
        carried=(CarriedPart("DATA-1", FULL, 1),),
        counted={"COMP-1": (FULL, FULL), "COST-1": (FULL, NOT), "DATA-1": (FULL,)},
    )


def rows(file: dict[str, Any], name: str, *members: str) -> list[tuple[Any, ...]]:
    return [tuple(row[member] for member in members) for row in file[name]]


def test_the_file_fits_its_schema(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    Draft202012Validator(SCHEMA).validate(file)
    bare = replace(
        record, rounds=(), referees=(), reports=(), rebuttals=(), comment_rulings=(), decisions=()
    )
    empty = review_file(
        replace(bare, adjudications=(), issues=(), events=(), carried=(), counted={}), STANDARD
    )
    Draft202012Validator(SCHEMA).validate(empty)
    assert empty["agreement"] == {"identical": 0, "compared": 0, "share": None}


def test_it_is_plain_data_with_canonical_bytes(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    assert json.loads(canonical_bytes(file)) == file
    assert canonical_bytes(review_file(record, STANDARD)) == canonical_bytes(file)


def test_what_it_says(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    assert rows(file, "snapshots", "number", "submitted_on", "ai_used", "ai_statement") == [
        (1, "2026-03-02", None, ""),
        (2, "2026-03-02", True, "A translator."),
    ]
    assert rows(file, "rounds", "number", "snapshot", "closed_on") == [
        (1, 1, "2026-03-20"),
        (2, 2, "2026-03-02"),
    ]
    assert rows(file, "referees", "number", "name", "waiver", "recused") == [
        (1, "S. Igned", None, False),
        (2, None, "Nobody else knows it.", False),
        (3, None, None, True),
    ]
    assert rows(file, "reports", "round", "referee", "late", "ai_used", "ai_statement") == [
        (1, 1, False, False, ""),
        (1, 3, True, False, ""),
        (2, 2, False, True, "Grammar."),
    ]
    assert rows(file, "decisions", "outcome", "void") == [("revise_minor", True), ("accept", False)]
    assert file["issues"] == [
        {
            "number": 1,
            "item": "COMP-1",
            "major": True,
            "text": "No unit.",
            "answers": ["Which?", "Added."],
        }
    ]
    assert file["events"] == [
        {"on": "2026-03-02", "event": "submit", "by": "lab"},
        {"on": "2026-03-02", "event": "set_hold", "by": "registry"},
    ]
    assert file["agreement"] == {"identical": 1, "compared": 2, "share": "1/2"}
    assert file["editor"] == {
        "name": "E. Ditor",
        "conflicts": {"outcome": "waivable", "declared": ["competitor"]},
        "waiver": "None was free.",
    }
    assert rows(file, "further_editors", "name", "waiver") == [
        ("F. Ormer", None),
        ("A. Greed", None),
    ]
    del file["editor"]["waiver"], file["further_editors"]
    Draft202012Validator(SCHEMA).validate(file)


def test_the_matrix_of_items_and_referees(record: ReviewRecord) -> None:
    compute, cost, data = review_file(record, STANDARD)["items"]
    assert [(row["round"], row["referee"], row["stale"]) for row in compute["verdicts"]] == [
        (1, 1, True),
        (1, 3, False),
        (2, 2, False),
    ]
    assert cost["verdicts"][0] == {
        "referee": 1,
        "round": 1,
        "verdict": "contradicted",
        "confidence": 2,
        "comment": "The invoice says otherwise.",
        "links": ["https://example.org/invoice"],
        "for_full": "The invoice.",
        "stale": False,
    }
    assert (cost["counted"], cost["disputed"]) == (["not_supported", "supported_full"], True)
    assert cost["adjudication"] == {
        "ruling": "supported_full",
        "claim_hash": HASH,
        "editor": "E. Ditor",
        "reason": "The second invoice shows it.",
    }
    assert (compute["disputed"], compute["adjudication"]) == (False, None)
    assert data["carried"] == [{"verdict": "supported_full", "from_version": 1}]


def test_comments_with_their_replies(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    assert rows(file, "comments", "id", "class", "item") == [
        ("R1.1", "must", "COST-1"),
        ("R1.2", "note", None),
        ("R2.1", "should", None),
        ("R3.1", "must", "COST-1"),
        ("R3.2", "note", None),
    ]
    assert file["comments"][0]["replies"] == [
        {
            "snapshot": 2,
            "text": "It is in the report.",
            "disposition": "disagree",
            "changes": [],
        },
        {
            "snapshot": 3,
            "text": "Now it is.",
            "disposition": "changed",
            "changes": ["/cost/final_run/value"],
        },
    ]
    assert file["comments"][0]["ruling"] == {
        "ruling": "settled",
        "class": "must",
        "reason": "It is.",
        "editor": "E. Ditor",
    }
    assert (file["comments"][1]["replies"], file["comments"][1]["ruling"]) == ([], None)


def test_redacted_words_are_marked(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    assert file["comments"][2]["text"] == "Cite the paper, [redacted: identifying]."
    assert file["reports"][2]["redactions"] == [
        {"place": "/comments/0/text", "reason": "identifying"}
    ]


def test_explanations_of_conflicts_stay_in_confidence(record: ReviewRecord) -> None:
    file = review_file(record, STANDARD)
    assert file["referees"][1]["conflicts"] == {"outcome": "waivable", "declared": ["competitor"]}
    secrets = secrets_of_person("2", names=["Ann Other"], affiliations=["Example University"])
    assert find_leaks(file, secrets) == ()
    unredacted = replace(record.reports[0], redactions=())
    leaking = review_file(replace(record, reports=(unredacted, *record.reports[1:])), STANDARD)
    assert {leak.pointer for leak in find_leaks(leaking, secrets)} == {"/comments/2/text"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"referees": ()}, "Report: found one of referee 2, who has no entry"),
        ({"items": ()}, "Report: found a verdict on 'COMP-1', which has no entry"),
        ({"rebuttals": (), "comment_rulings": ()}, "Comment R1.1: found no reply"),
        (
            {"rebuttals": (RebuttalPart("R9.1", 1, "x", Disposition.DISAGREE),)},
            "Found an answer to 'R9.1', which is no comment",
        ),
        (
            {"comment_rulings": (replace(SETTLED, comment="R1.9"),)},
            "Found an answer to 'R1.9', which is no comment",
        ),
        (
            {"rebuttals": (RebuttalPart("R1.1", 2, "x", Disposition.DISAGREE),) * 2},
            "Found two answers to a comment",
        ),
        ({"comment_rulings": (SETTLED, SETTLED)}, "Found two answers to a comment"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(
    record: ReviewRecord, changes: Any, message: str
) -> None:
    with pytest.raises(Refused, match=re.escape(message)):
        review_file(replace(record, **changes), STANDARD)


@pytest.mark.parametrize(
    ("comment", "ruling", "now", "refused"),
    [
        ("R1.1", CommentRuling.SETTLED, CommentClass.MUST, ""),
        ("R1.1", CommentRuling.OVERRULED, CommentClass.MUST, ""),
        ("R1.1", CommentRuling.RECLASSED, CommentClass.NOTE, ""),
        ("R1.1", CommentRuling.RECLASSED, CommentClass.MUST, "R1.1"),
        ("R1.2", CommentRuling.RECLASSED, CommentClass.MUST, "R1.1"),
    ],
)
def test_the_editor_says_what_must_be_answered(
    record: ReviewRecord, comment: str, ruling: CommentRuling, now: CommentClass, refused: str
) -> None:
    part = CommentRulingPart(comment, ruling, now, "Why.", "E. Ditor")
    unanswered = replace(record, rebuttals=(), comment_rulings=(part,))
    if not refused:
        assert review_file(unanswered, STANDARD)["comments"][0]["replies"] == []
        return
    with pytest.raises(Refused, match=re.escape(f"Comment {refused}: found no reply")):
        review_file(unanswered, STANDARD)


def test_only_the_comments_of_recused_referees_go_without_a_reply(record: ReviewRecord) -> None:
    *others, recused = record.referees
    back = replace(record, referees=(*others, replace(recused, recused=False)))
    with pytest.raises(Refused, match=re.escape("Comment R3.1: found no reply")):
        review_file(back, STANDARD)


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for name, child in node.items():
            yield from nodes(child if name != "properties" else list(child.values()))
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


# Came to 1.1 after the first files under it, so that those lack them.
LATER = {"further_editors"}, {"waiver"}


def test_the_schema_is_closed_bounded_and_described() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:model-disclosure-registry:review-file:1.1"
    move = SCHEMA["properties"]["events"]["items"]["properties"]
    assert set(move["event"]["enum"]) == PUBLIC_STEPS
    assert set(move["by"]["enum"]) == set(Side)
    found = [node for node in nodes(SCHEMA) if node["type"] != "null"]
    assert len(found) > 80
    for node in found:
        match node["type"]:
            case "object":
                assert node["additionalProperties"] is False
                lacking = [one for one in node["properties"] if one not in node["required"]]
                assert not lacking or set(lacking) in LATER
                assert all(child["description"] for child in node["properties"].values())
            case "string":
                assert {"maxLength", "enum"} & node.keys()
            case "integer":
                assert {"minimum", "maximum"} <= node.keys()


@pytest.mark.parametrize("name", ["user", "user_id", "confidential_note", "email"])
def test_nothing_else_can_be_in_a_file(record: ReviewRecord, name: str) -> None:
    file = review_file(record, STANDARD)
    validator = Draft202012Validator(SCHEMA)
    for holder in (file, file["editor"], file["referees"][0], file["reports"][0]):
        holder[name] = "x"
        assert not validator.is_valid(file)
        del holder[name]
    assert validator.is_valid(file)
