"""Cards in the making and what was submitted: where they stand, never what they say."""

from __future__ import annotations

from django.db.models import Q

from registry import models
from registry.admin.table import Veil, table
from registry.rules.workflow.vocabulary import UNSUBMITTED

# Which model a lab prepares a card of is for the lab to say.
DRAFTS = Veil(
    Q(state__in=[state.value for state in UNSUBMITTED]),
    lambda row: row.state in UNSUBMITTED,
    frozenset({"card_id", "model_name", "release", "predecessor", "corrects", "embargo_until"}),
)

TABLES = (
    table(
        models.Submission,
        "Submissions",
        shown="id public_id kind state lab release card_id model_name created_at changed_at track"
        " is_held stored_state submitted_at moved_at shows_badge embargo_until predecessor"
        " corrects",
        columns="lab model_name track state is_held moved_at changed_at",
        people="created_by changed_by completed_by correction_found_by",
        sealed="correction_text",
        never="token",
        search="public_id card_id model_name",
        filters="state track kind is_held",
        dates="changed_at",
        title=lambda row: row.public_id,
        veil=DRAFTS,
    ),
    table(
        models.DraftSection,
        "Sections of drafts",
        shown="id submission name changed_at",
        columns="submission name content changed_at",
        people="changed_by",
        sealed="content unparsed",
        never="token",
        submission="submission",
        filters="name",
        dates="changed_at",
    ),
    table(
        models.DraftChange,
        "Changes of drafts",
        shown="id submission number section origin at",
        columns="submission number section origin content at",
        people="actor_key",
        sealed="content unparsed",
        never="token",
        submission="submission",
        filters="origin",
        dates="at",
    ),
    table(
        models.DraftImport,
        "Files brought into drafts",
        shown="id submission number origin is_closed at",
        columns="submission number origin raw is_closed at",
        people="actor_key",
        sealed="name raw decisions",
        never="token",
        submission="submission",
        filters="origin",
        dates="at",
    ),
    table(
        models.Acknowledgement,
        "Reasons why warnings stand",
        shown="id submission at",
        columns="submission message reason at",
        people="actor_key",
        sealed="message reason",
        never="digest",
        submission="submission",
        dates="at",
    ),
    table(
        models.Snapshot,
        "Snapshots",
        shown="id submission number schema_version standard_version at",
        columns="submission number canonical standard_version at",
        people="actor_key",
        sealed="canonical acknowledgements",
        # The digest of what can be guessed confirms the guess.
        never="content_hash",
        submission="submission",
        dates="at",
    ),
    table(
        models.Attestation,
        "Attestations",
        shown="snapshot text_version ai_used at",
        columns="snapshot text_version competing_interests ai_used ai_statement at",
        people="name contact actor_key",
        sealed="text competing_interests ai_statement",
        submission="snapshot__submission",
        dates="at",
    ),
    table(
        models.RightOfReply,
        "Rights of reply",
        shown="snapshot until representatives at",
        columns="snapshot until representatives at",
        submission="snapshot__submission",
        dates="until",
    ),
    table(
        models.LabReply,
        "Replies of labs",
        shown="id right number at",
        columns="right number text at",
        people="name actor_key",
        sealed="text",
        submission="right__snapshot__submission",
        dates="at",
    ),
    table(
        models.LabToldByHand,
        "Labs told by hand",
        shown="right told_on at",
        columns="right told_on how at",
        named="actor_key",
        sealed="how",
        submission="right__snapshot__submission",
        dates="told_on",
    ),
)
