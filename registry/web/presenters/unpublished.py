"""A card in the making as readers would see it: the rows of its page, made and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from registry.actions import gradings
from registry.actions.audit import now
from registry.actions.readiness import check_submission
from registry.models import (
    CardContent,
    CardVersion,
    EvidenceVisit,
    Lab,
    ModelCard,
    Release,
    Submission,
)
from registry.models.live_documents import LiveDocuments
from registry.models.visits import known_states
from registry.rules.canonical import canonical_bytes
from registry.rules.documents import Document
from registry.rules.draft_check import DraftCheck
from registry.rules.drafts import ROLE_OF_PREPARER
from registry.rules.numerals import date_text
from registry.rules.workflow.vocabulary import Kind
from registry.web.presenters.shown import (
    ActT,
    ShownVersion,
    ancestors_named_in,
    relatives_in,
)
from registry.web.view_models.shared import Link


@dataclass(frozen=True)
class ShownDraft(ShownVersion):
    """A card that is not published, or not in this form."""

    @property
    def is_live(self) -> bool:
        return False

    @property
    def released(self) -> str:
        release = self.card.release
        if release.pk:
            return super().released
        version = self.document.get("identity", {}).get("model_version", {})
        day = (version.get("value") or {}).get("release_date", "")
        return date_text(day) if day else ""

    @property
    def lab(self) -> Link:
        lab = self.card.release.lab
        return super().lab if lab.pk else Link(lab.name)

    def acts(self, acts: QuerySet[ActT]) -> QuerySet[ActT]:
        """All about the card: what holds for its unchanged claims holds for it published anew."""
        return acts.filter(card=self.card) if self.card.pk else acts.none()

    def visits(self) -> dict[str, EvidenceVisit]:
        return dict(known_states(self.document))


def shown_draft(submission: Submission) -> tuple[ShownDraft, DraftCheck]:
    """The sound part of the card as it stands, or as it was frozen, as if published now."""
    check = check_submission(submission)
    document = _without_stand_ins(submission, check)
    version = _version(submission, document)
    documents = LiveDocuments(submission.card_id, ancestors_named_in(document))
    grading, claims = gradings.compute(version.card, version, at=version.published_at)
    return (
        ShownDraft(
            card=version.card,
            version=version,
            grading=grading,
            document=document,
            grades={claim.item: claim for claim in claims},
            relatives=relatives_in(document, documents),
        ),
        check,
    )


def _without_stand_ins(submission: Submission, check: DraftCheck) -> dict[str, Any]:
    """The sound part, saying of itself no more than the draft does."""
    said = check.checked.document or {}
    sound = {**check.sound}
    name = _said(said, "model", "name") or submission.model_name
    sound["model"] = {**sound["model"], "name": name}
    sound["prepared_by"] = {
        key: value
        for key, value in sound["prepared_by"].items()
        if key not in ("name", "prepared_on") or _said(said, "prepared_by", key) == value
    }
    return sound


def _said(document: Document, member: str, key: str) -> Any:
    group = document.get(member)
    return group.get(key) if isinstance(group, dict) else None


def _version(submission: Submission, document: Document) -> CardVersion:
    prepared_by = document["prepared_by"]
    version = CardVersion(
        card=_card(submission, document),
        schema_version=document["schema_version"],
        preparer=ROLE_OF_PREPARER[Kind(submission.kind)],
        preparer_name=prepared_by.get("name", ""),
        prepared_on=prepared_by.get("prepared_on", ""),
        sources_read=len(prepared_by.get("sources_read", ())),
        published_at=now(),
    )
    # The version finds its content by this; neither has a row.
    CardContent(version=version, canonical=canonical_bytes(document).decode())
    return version


def _card(submission: Submission, document: Document) -> ModelCard:
    """The model's own card, or one for a model that has none or is not registered yet."""
    release = submission.release
    if release is None:
        slug, _, model = submission.card_id.partition("/")
        lab = submission.lab or Lab(slug=slug, name=document["model"]["developer"])
        release = Release(
            lab=lab, slug=model, public_id=submission.card_id, name=submission.model_name
        )
    card = ModelCard.objects.filter(release=release).first() if release.pk else None
    return card or ModelCard(release=release)
