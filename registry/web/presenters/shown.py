"""What a card's page is drawn from: one version with its grading and the cards around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from registry.models import CardVersion, ClaimGrade, EvidenceVisit, Grading, ModelCard
from registry.models.editorial import EditorialAct
from registry.models.live_documents import LiveDocuments
from registry.models.visits import known_states
from registry.rules.documents import Document
from registry.rules.lineage.edges import data_edges, implied_bases, weight_edges
from registry.web.presenters.lineage import Relatives
from registry.web.presenters.shared import released_text
from registry.web.view_models.shared import Link

ActT = TypeVar("ActT", bound=EditorialAct)


@dataclass(frozen=True)
class ShownVersion:
    """``grades`` are the claim grades of ``grading`` by item id.

    ``status`` is that of the version in the record, empty for one that is not published.
    """

    card: ModelCard
    version: CardVersion
    grading: Grading
    document: Document
    grades: Mapping[str, ClaimGrade]
    relatives: Relatives
    status: str = ""

    @property
    def is_live(self) -> bool:
        return self.version.pk == self.card.live_version_id

    @property
    def released(self) -> str:
        """The release date at the precision its source gives, empty where none is known."""
        return released_text(self.card.release)

    @property
    def lab(self) -> Link:
        lab = self.card.release.lab.standing
        return Link(lab.name, lab.get_absolute_url())

    def acts(self, acts: QuerySet[ActT]) -> QuerySet[ActT]:
        """Those of ``acts`` that bear on what is shown: all about the card while it is live.

        A version that was superseded is as it was last graded, whatever editors decided later.
        """
        about_card = acts.filter(card=self.card)
        return about_card if self.is_live else about_card.filter(at__lte=self.grading.at)

    def visits(self) -> Mapping[str, EvidenceVisit]:
        """What the evidence checker knows of the links, by key; of a superseded version, knew."""
        return known_states(self.document, None if self.is_live else self.grading.at)


def shown_live(card: ModelCard, status: str) -> ShownVersion | None:
    """The live version of ``card``, which comes with its release, lab, version and grading.

    None where the card was taken down while it was read.
    """
    version, grading = card.live_version, card.current_grading
    documents = LiveDocuments(card.release.public_id)
    document = documents(card.release.public_id)
    if version is None or grading is None or document is None:
        return None
    return _shown(card, version, grading, document, documents, status)


def shown_version(version: CardVersion) -> ShownVersion | None:
    """Any version that still has its content, as it was last graded.

    ``version`` comes with its content, status events, card, release and lab. What surrounds it,
    ancestors and descendants, is as it stands today.
    """
    grading = version.gradings.order_by("-id").first()
    if grading is None:
        return None
    document = version.content.document()
    documents = LiveDocuments(version.card.release.public_id, ancestors_named_in(document))
    status = list(version.status_events.all())[-1].status
    return _shown(version.card, version, grading, document, documents, status)


def _shown(
    card: ModelCard,
    version: CardVersion,
    grading: Grading,
    document: Document,
    documents: LiveDocuments,
    status: str,
) -> ShownVersion:
    return ShownVersion(
        card=card,
        version=version,
        grading=grading,
        document=document,
        grades={grade.item: grade for grade in grading.claims.all()},
        relatives=relatives_in(document, documents),
        status=status,
    )


def relatives_in(document: Document, documents: LiveDocuments) -> Relatives:
    """The cards around ``document``, among those that ``documents`` reads."""
    children = documents.children()
    return Relatives(
        lookup=documents,
        implied=implied_bases(document, [child for _, child in children]),
        descendants=[Link(release.name, release.get_absolute_url()) for release, _ in children],
    )


def ancestors_named_in(document: Document) -> set[str]:
    """Ids of the cards that ``document`` says it derives from, by weights or by data."""
    ids = [edge.card_id for edge in weight_edges(document)]
    ids += [edge.card_id for edge in data_edges(document)]
    return set(filter(None, ids))
