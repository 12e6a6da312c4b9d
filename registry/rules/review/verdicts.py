"""The words of a referee's report: verdicts, confidence, classes of comments, recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from registry.rules.grading.verdicts import ABSTENTIONS


class Verdict(StrEnum):
    """What a referee finds of one claim, from best to worst; the last two judge nothing."""

    SUPPORTED_FULL = "supported_full"
    SUPPORTED_PARTIAL = "supported_partial"
    NOT_SUPPORTED = "not_supported"
    CONTRADICTED = "contradicted"
    CANNOT_ASSESS = "cannot_assess"
    OUTSIDE_MY_EXPERTISE = "outside_my_expertise"

    @property
    def is_abstention(self) -> bool:
        return self in ABSTENTIONS


JUDGING = tuple(verdict for verdict in Verdict if not verdict.is_abstention)

VERDICT_LABELS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.SUPPORTED_FULL: "Supported",
        Verdict.SUPPORTED_PARTIAL: "Supported in part",
        Verdict.NOT_SUPPORTED: "Not supported",
        Verdict.CONTRADICTED: "Contradicted",
        Verdict.CANNOT_ASSESS: "Cannot assess",
        Verdict.OUTSIDE_MY_EXPERTISE: "Outside my expertise",
    }
)
VERDICT_HELP: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.SUPPORTED_FULL: "The evidence shows what the claim says, in the scope it states.",
        Verdict.SUPPORTED_PARTIAL: "The evidence shows a part. Say what it leaves open.",
        Verdict.NOT_SUPPORTED: "The evidence does not show it. Say what is missing.",
        Verdict.CONTRADICTED: "Public evidence says otherwise. Link to it.",
        Verdict.CANNOT_ASSESS: "The evidence cannot be judged as it is. Say why.",
        Verdict.OUTSIDE_MY_EXPERTISE: "Somebody else has to judge it. Say what it takes.",
    }
)

LOWEST_CONFIDENCE, HIGHEST_CONFIDENCE = 1, 3
CONFIDENCE_LABELS: Mapping[int, str] = MappingProxyType({1: "Low", 2: "Medium", 3: "High"})


class CommentClass(StrEnum):
    """What the lab owes a comment: a reply and a disposition, a reply if it likes, or nothing."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"


COMMENT_CLASS_LABELS: Mapping[CommentClass, str] = MappingProxyType(
    {
        CommentClass.MUST: "Must be answered",
        CommentClass.SHOULD: "Should be answered",
        CommentClass.NOTE: "Note",
    }
)


class Recommendation(StrEnum):
    """What a referee advises the editor to do; none is chosen beforehand."""

    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"


RECOMMENDATION_LABELS: Mapping[Recommendation, str] = MappingProxyType(
    {
        Recommendation.ACCEPT: "Accept",
        Recommendation.MINOR: "Minor revision",
        Recommendation.MAJOR: "Major revision",
        Recommendation.REJECT: "Reject",
    }
)


class Disposition(StrEnum):
    """What a lab did about a comment. Each is a valid answer, reducing the claim as well."""

    CHANGED = "changed"
    REDUCED_CLAIM = "reduced_claim"
    WITHHELD = "withheld"
    DISAGREE = "disagree"


DISPOSITION_LABELS: Mapping[Disposition, str] = MappingProxyType(
    {
        Disposition.CHANGED: "Changed the card",
        Disposition.REDUCED_CLAIM: "Reduced the claim",
        Disposition.WITHHELD: "Withheld the answer",
        Disposition.DISAGREE: "Disagrees",
    }
)
