"""What is stored: tables, constraints, the vocabulary of their querysets. Nothing writes here."""

from registry.models.accounts import Role, SharedValue, User
from registry.models.break_glass import BreakGlass
from registry.models.cards import CardContent, CardVersion, ModelCard, VersionStatusEvent
from registry.models.catalogue import CatalogueEntry
from registry.models.catalogue_chips import CatalogueChip
from registry.models.changes import Change
from registry.models.editorial import (
    ApplicabilityOverride,
    EditorialFact,
    FigureAcceptance,
    PeerReviewConfirmation,
)
from registry.models.events import Actor, AuditEvent
from registry.models.gradings import ClaimGrade, Grading, ItemTally
from registry.models.imports import DraftImport
from registry.models.invitations import LabInvitationAnswer, LabToldByHand
from registry.models.lab_requests import LabDomain, LabProposal, MembershipRequest
from registry.models.labs import Lab, LabAlias
from registry.models.lineage import LineageEdge
from registry.models.memberships import LabMembership
from registry.models.outbox import OutboxMessage, Webhook
from registry.models.rankings import LabScore, Ranking, RankingEntry, RegistryState
from registry.models.releases import Release
from registry.models.replies import LabReply, RightOfReply
from registry.models.review.clocks import (
    Clock,
    DoneForm,
    Reminder,
)
from registry.models.review.decisions import (
    Appeal,
    Decision,
    Issue,
    IssueAnswer,
    ItemCheck,
    LeakClearance,
    ProofConfirmation,
    Rebuttal,
    ReplyDraft,
)
from registry.models.review.editors import (
    EditorAssignment,
    Hold,
    InterestDeclaration,
    InterestWaiver,
    InternalNote,
    LabTold,
    Motion,
    MotionSecond,
)
from registry.models.review.published import (
    ConcernReport,
    Notice,
    PublishedSubmission,
    ReviewFile,
    ReviewFileContent,
    VersionVerdict,
)
from registry.models.review.reports import (
    Adjudication,
    CommentRuling,
    ConfidentialNote,
    ItemVerdict,
    Redaction,
    Report,
    ReportComment,
    ReportReturn,
    SigningChoice,
)
from registry.models.review.rounds import (
    Assignment,
    RefereeProfile,
    RefereeSuggestion,
    ReportDraft,
    Round,
    SubmissionReferee,
)
from registry.models.submissions import (
    Acknowledgement,
    Attestation,
    DraftChange,
    DraftSection,
    Snapshot,
    Submission,
)
from registry.models.tokens import ApiToken, IdempotencyKey
from registry.models.visits import EvidenceVisit

__all__ = [
    "Acknowledgement",
    "Actor",
    "Adjudication",
    "ApiToken",
    "Appeal",
    "ApplicabilityOverride",
    "Assignment",
    "Attestation",
    "AuditEvent",
    "BreakGlass",
    "CardContent",
    "CardVersion",
    "CatalogueChip",
    "CatalogueEntry",
    "Change",
    "ClaimGrade",
    "Clock",
    "CommentRuling",
    "ConcernReport",
    "ConfidentialNote",
    "Decision",
    "DoneForm",
    "DraftChange",
    "DraftImport",
    "DraftSection",
    "EditorAssignment",
    "EditorialFact",
    "EvidenceVisit",
    "FigureAcceptance",
    "Grading",
    "Hold",
    "IdempotencyKey",
    "InterestDeclaration",
    "InterestWaiver",
    "InternalNote",
    "Issue",
    "IssueAnswer",
    "ItemCheck",
    "ItemTally",
    "ItemVerdict",
    "Lab",
    "LabAlias",
    "LabDomain",
    "LabInvitationAnswer",
    "LabMembership",
    "LabProposal",
    "LabReply",
    "LabScore",
    "LabTold",
    "LabToldByHand",
    "LeakClearance",
    "LineageEdge",
    "MembershipRequest",
    "ModelCard",
    "Motion",
    "MotionSecond",
    "Notice",
    "OutboxMessage",
    "PeerReviewConfirmation",
    "ProofConfirmation",
    "PublishedSubmission",
    "Ranking",
    "RankingEntry",
    "Rebuttal",
    "Redaction",
    "RefereeProfile",
    "RefereeSuggestion",
    "RegistryState",
    "Release",
    "Reminder",
    "ReplyDraft",
    "Report",
    "ReportComment",
    "ReportDraft",
    "ReportReturn",
    "ReviewFile",
    "ReviewFileContent",
    "RightOfReply",
    "Role",
    "Round",
    "SharedValue",
    "SigningChoice",
    "Snapshot",
    "Submission",
    "SubmissionReferee",
    "User",
    "VersionStatusEvent",
    "VersionVerdict",
    "Webhook",
]
