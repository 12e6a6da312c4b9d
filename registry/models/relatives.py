"""What the registry knows beside a card that is not stored, in three queries at most."""

from registry.models.live_documents import LiveDocuments
from registry.models.visits import findings_on
from registry.rules.documents import Document
from registry.rules.lineage.edges import answers_for_base, implied_bases, weight_edges
from registry.rules.validation import Relatives

# A card that says nothing of its base model is asked about at its derivatives; the first of them
# are enough, and anybody can send a card under the id of a model with thousands.
MOST_DERIVATIVES = 20


def relatives_of(document: Document) -> Relatives:
    """The published ancestors that ``document`` names, base models that only others name, and what
    the evidence checker found at its links.
    """
    named = {edge.card_id for edge in weight_edges(document) if edge.card_id}
    documents, findings = LiveDocuments(document["card_id"], named), findings_on(document)
    if answers_for_base(document):
        return Relatives(documents, findings=findings)
    derived = documents.children(MOST_DERIVATIVES)
    implied = implied_bases(document, [child for _, child in derived])
    return Relatives(documents, implied, findings)
