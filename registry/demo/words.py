"""What the people of the demo write."""

from __future__ import annotations

from typing import Any

from registry.rules.review.reports import Comment
from registry.rules.review.verdicts import CommentClass

NO_BASIS = "The report states it without the table or log that would let one check it."
FOR_FULL = "A table with the figure, or a log that it can be worked out from."
VERDICTS = {
    "COMP-8": "Only the total is given. Neither the meter nor the share of cooling can be told.",
    "CHIP-2": "The figure of the report shows 32 nodes, the text speaks of “about thirty”.",
    "COST-1": "Two dollars an hour is an assumption; no invoice or price list is cited.",
    "DATA-9": "The table counts documents, not tokens; for Japanese the two differ widely.",
    "EVAL-3": "A 13-gram match in English says little about the Japanese half.",
    "SAFE-4": "The README lists one limitation where the report’s own tables show three.",
}
SUMMARIES = {
    "referee1@example.org": (
        "Compute, chips and cost are told with their scope, and the arithmetic holds: 59,000 hours "
        "at 40 % of the peak are the operations that 6ND gives. What is missing is what was "
        "measured and what was assumed."
    ),
    "referee2@example.org": (
        "A careful account of where the text comes from. I could follow each share to the table "
        "it was taken from. The check for contamination is the weak place."
    ),
    "referee3@example.org": (
        "The uses are clear and the limitations honest, if few. I have read the report, the README "
        "and the code that is linked."
    ),
}

ENERGY = Comment(
    "Say how the 50 MWh were measured, and whether cooling is in them.", CommentClass.MUST, "COMP-8"
)
PRICE = Comment(
    "Name the source of the price of two dollars an hour, or call it an assumption in the claim "
    "itself.",
    CommentClass.MUST,
    "COST-1",
)
TOKENS = Comment(
    "Give the shares of languages in tokens. "
    "日本語の割合は文書数ではなくトークン数で示してください。",
    CommentClass.SHOULD,
    "DATA-9",
)
LIMITS = Comment(
    "The limitations of the report’s table 9 belong here, too.", CommentClass.NOTE, "SAFE-4"
)

REPLY = ("We agree and have changed the card accordingly.", "changed")
METERS = (
    "It was read from the meters of the racks; cooling is not in it. The claim now says so and "
    "names the section of the report."
)
OUR_MACHINES = (
    "There is no invoice: the machines are ours. The price is that of a rental we did not pay, and "
    "the basis of the claim says “assumed”."
)
DOCUMENTS = (
    "トークン数での割合は手元にないため、主張を「文書数による割合」に弱めました。 "
    "We have no counts of tokens and reduced the claim to shares of documents."
)
REPLIES: dict[str | None, tuple[str, str]] = {
    "COMP-8": (METERS, "changed"),
    "COST-1": (OUR_MACHINES, "disagree"),
    "DATA-9": (DOCUMENTS, "reduced_claim"),
    "SAFE-4": ("The three limitations of table 9 are in the card now.", "changed"),
}
RULINGS = {
    "settled": "The reply and the changed card settle it.",
    "overruled": "The claim says that the price is assumed; more is not asked of anybody.",
}

MINOR = (
    "Dear colleagues,\n\nboth referees find the card careful. One comment has to be settled before "
    "it can be published, the others should be. Please answer each of them, and change the card "
    "where you agree.\n\nHana Okafor"
)
MAJOR = (
    "Dear colleagues,\n\nthe referees differ on the cost and ask for a basis of the energy. I "
    "share the second concern: as it stands, readers cannot tell what was measured. Please answer "
    "all comments; both referees will see the revision.\n\nHana Okafor"
)
ACCEPTED = (
    "Dear colleagues,\n\nI am glad to accept the card. Please look at the proof and confirm it; "
    "the reports, your answers and this letter are published with it.\n\nHana Okafor"
)
REJECTED = (
    "Dear colleagues,\n\nthe referees could not find support for the core claims about compute and "
    "cost, and the answers so far do not point to any. I cannot publish the card as reviewed. You "
    "may submit it again once the sources exist.\n\nHana Okafor"
)
NOT_REVIEWED = (
    "Dear colleagues,\n\nthis card is about the same model as another one that is under review. "
    "Please bring your corrections into that review.\n\nHana Okafor"
)
NOTE = "Ask Noor Haddad for the part on compute."
DECLINED = "I am on leave until the end of the month. Please ask somebody who works on evaluation."
IN_CONFIDENCE = "The lab has named another price to the press. I can send you the article."
ON_HOLD = "A link in the card leads to personal data; the lab takes it down first."
APPEAL = (
    "The second referee took the hours of another model for those of ours; section 3.2 of the "
    "report names both. We ask for the verdicts on compute to be looked at again."
)
CORRECTION = (
    "The card gave 256 accelerators as exact. Eight of them were spares that never took part in "
    "the run."
)
CONCERN = (
    "Table 4 of the report, which the compute rests on, has the figures of Borealis 2. Until the "
    "lab has shown those of this model, nobody should rely on them."
)
RETRACTION = (
    "The cost was that of a rental that was never paid. The lab asked for the retraction and is "
    "preparing a new card."
)
REMOVAL = "The card named a private person. A court ordered its removal."
LISTING_REPLY = (
    "We thank the author. The figures are those of our announcement. A card of our own will follow."
)
INVITATION = "A model of this lab is widely used and has no card."
WILL_DISCLOSE = "We are preparing the cards of our present models; the first is under review."


def from_public_sources(document: dict[str, Any]) -> dict[str, Any]:
    """The card as somebody outside the lab can fill it: only what has a source, in their name."""
    listed = {
        name: {
            claim: content
            for claim, content in section.items()
            if not isinstance(content, dict) or content.get("evidence")
        }
        if name in LISTED_SECTIONS
        else section
        for name, section in document.items()
    }
    return listed | {"prepared_by": document["prepared_by"] | {"role": "third_party"}}


LISTED_SECTIONS = frozenset(
    {
        "identity",
        "compute",
        "hardware",
        "cost",
        "peer_review",
        "data",
        "method",
        "evaluation",
        "safety",
    }
)
