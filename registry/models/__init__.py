"""What is stored: tables, constraints, the vocabulary of their querysets. Nothing writes here."""

from registry.models.accounts import Role, SharedValue, User
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
from registry.models.lab_requests import LabDomain, LabProposal, MembershipRequest
from registry.models.labs import Lab, LabAlias
from registry.models.lineage import LineageEdge
from registry.models.memberships import LabMembership
from registry.models.rankings import LabScore, Ranking, RankingEntry, RegistryState
from registry.models.releases import Release
from registry.models.replies import LabReply, RightOfReply
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
    "ApiToken",
    "ApplicabilityOverride",
    "Attestation",
    "AuditEvent",
    "CardContent",
    "CardVersion",
    "CatalogueChip",
    "CatalogueEntry",
    "Change",
    "ClaimGrade",
    "DraftChange",
    "DraftImport",
    "DraftSection",
    "EditorialFact",
    "EvidenceVisit",
    "FigureAcceptance",
    "Grading",
    "IdempotencyKey",
    "ItemTally",
    "Lab",
    "LabAlias",
    "LabDomain",
    "LabMembership",
    "LabProposal",
    "LabReply",
    "LabScore",
    "LineageEdge",
    "MembershipRequest",
    "ModelCard",
    "PeerReviewConfirmation",
    "Ranking",
    "RankingEntry",
    "RegistryState",
    "Release",
    "RightOfReply",
    "Role",
    "SharedValue",
    "Snapshot",
    "Submission",
    "User",
    "VersionStatusEvent",
]
