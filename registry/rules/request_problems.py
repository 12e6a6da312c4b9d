"""Why a request of a program is refused: the one table of problem types (RFC 9457).

A *type* says what became of the request as a whole and has a page at ``/problems/<code>/``. What is
wrong in detail, with one parameter or one place of a card, is told by the codes of
``rules.problems``. Codes are a public contract: never renamed, never reused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One reason to refuse. ``cause`` and ``fix`` are for whoever opens the page of the type."""

    code: str
    status: int
    title: str
    cause: str
    fix: str


_TYPES = (
    ProblemType(
        "malformed-request",
        400,
        "The request is malformed",
        "The request is not one that HTTP allows, or its Host header names no host that this "
        "registry answers to.",
        "Send the request to the address under which the registry is published.",
    ),
    ProblemType(
        "invalid-parameters",
        400,
        "The query has parameters that cannot be used",
        "A parameter does not exist here, is given twice, or has a value outside what it takes, or "
        "the query is not percent-encoded UTF-8. "
        "Nothing is ignored silently, because an ignored filter gives a wrong answer that looks "
        "right.",
        "Each entry of errors names one parameter, what was found and what is expected, with the "
        "nearest valid name where there is one.",
    ),
    ProblemType(
        "unreadable-document",
        400,
        "The document cannot be read",
        "The body is not a JSON or YAML document that can be kept: it is empty, not UTF-8, not "
        "well-formed, nested too deeply, or has the same key twice.",
        "Each entry of errors says where, with line and column. A card that can be read but is "
        "wrong is not refused: the answer is 200 with valid: false.",
    ),
    ProblemType(
        "token-required",
        401,
        "The address takes a token",
        "What is not published is for its own people only, and the request names nobody: it has no "
        "Authorization header, or one of another kind.",
        "Make a token at /account/tokens/ and send it as Authorization: Bearer and the token. "
        "Everything that is public can be read without one.",
    ),
    ProblemType(
        "token-refused",
        401,
        "The token opens nothing",
        "The token is not one of this registry, was revoked or has expired, or its owner has left "
        "the lab or closed the account. The detail says which.",
        "Make a new token at /account/tokens/ if you still may.",
    ),
    ProblemType(
        "not-permitted",
        403,
        "The token may not do this",
        "The token reads the draft, but was not made for this move, or its owner has not the role "
        "for it. No token can attest, return, submit or publish a card.",
        "allowed_actions of the draft lists what the token may do now. A token that may do more is "
        "made at /account/tokens/; the rest is done by a person who is signed in.",
    ),
    ProblemType(
        "not-found",
        404,
        "There is nothing at this address",
        "The lab, model, version, ranking or draft does not exist or is not public; the answer is "
        "the same for both. A token sees the drafts it was made for and no others. A known model "
        "without a card has a release but no card.",
        "Start at /api/v1/ and follow the links. Addresses do not change, so a mistyped one is the "
        "usual cause.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "The address does not answer to this method",
        "Reading is done with GET or HEAD. The Allow header lists what the address takes.",
        "Use one of the methods in the Allow header.",
    ),
    ProblemType(
        "not-acceptable",
        406,
        "The address has no such format",
        "The Accept header leaves out every media type that the address can send.",
        "Leave the Accept header out, send */*, or name one of the types in the detail.",
    ),
    ProblemType(
        "transition-not-allowed",
        409,
        "The draft is in a state that does not allow this",
        "The workflow's table does not list the move for the state the draft is in: a card that is "
        "marked as complete cannot be saved, a submitted one cannot be discarded.",
        "Read the draft: state says where it stands, allowed_actions what is possible.",
    ),
    ProblemType(
        "refused",
        409,
        "The registry's rules do not allow it as things stand",
        "The request is well-formed and may be made, but something else has to be done first, such "
        "as giving the reason for a warning, or something like it exists already.",
        "The detail says what stands in the way. check of the draft lists all of it.",
    ),
    ProblemType(
        "retracted",
        410,
        "No version of the card is current",
        "The registry retracted the card, so nothing counts as the lab's word on the model. What "
        "was published stays readable, version by version, with notices that say why.",
        "Ask for the list of versions: each leads to its bytes and has its notices.",
    ),
    ProblemType(
        "removed",
        410,
        "The content was removed",
        "The law required the registry to take the content down. The record that it existed stays, "
        "and its address is never used for anything else.",
        "The list of versions shows which versions of the card are still public.",
    ),
    ProblemType(
        "precondition-failed",
        412,
        "The precondition does not hold",
        "The If-Match header names a state of the resource that is not the current one.",
        "Read the resource again and use the ETag of that answer. For a draft, current has what is "
        "stored now and its ETag: put both versions together and send the result with it. Nothing "
        "was overwritten.",
    ),
    ProblemType(
        "too-large",
        413,
        "The body is too large",
        "A card is at most 1 MiB of text.",
        "Send the card alone and without embedded files.",
    ),
    ProblemType(
        "address-too-long",
        414,
        "The address is too long",
        "The query is longer than any question the registry answers.",
        "Ask with fewer values at once. Whoever wants everything is better served by the download.",
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        "The body is in a format the address does not take",
        "The Content-Type header is missing or names a format that is not read here, or the body "
        "is compressed.",
        "Send the body uncompressed with one of the types in the detail.",
    ),
    ProblemType(
        "invalid-document",
        422,
        "The document has problems",
        "A value has not the form that its field asks for, a field does not exist, or, where a "
        "card is marked as complete, something in it blocks that. Nothing was changed.",
        "Each entry of errors names one place, what was found and what is expected, in the words "
        "that the form uses. What is merely missing never stands in the way of saving.",
    ),
    ProblemType(
        "idempotency-key-reused",
        422,
        "The key came with another request before",
        "An Idempotency-Key stands for one request with one body. This one came before, with "
        "another method, address, type or body.",
        "Make a new key for each request, and use it again only to repeat exactly that request.",
    ),
    ProblemType(
        "precondition-required",
        428,
        "The request must name the state it was made from",
        "A change without If-Match could overwrite what somebody else has saved meanwhile.",
        "Read the resource, and send the ETag of the answer in If-Match with the change.",
    ),
    ProblemType(
        "too-many-requests",
        429,
        "Too many requests",
        "This network address, or for drafts this token, has used up its quota. The "
        "RateLimit-Policy header has the quota and its window in seconds, the RateLimit header "
        "what is left of it.",
        "Wait as many seconds as Retry-After says. Send If-None-Match with the ETag you have: an "
        "answer of 304 costs nothing. Versions, rankings by number, schemas and downloads are not "
        "counted.",
    ),
    ProblemType(
        "internal-error",
        500,
        "The registry failed",
        "Something went wrong on our side; it was recorded under the id in instance.",
        "Try again later. If it happens again, report the id.",
    ),
    ProblemType(
        "unavailable",
        503,
        "The registry is not ready",
        "The registry cannot answer just now.",
        "Try again after the time in Retry-After, or in a minute.",
    ),
)

TYPES: Mapping[str, ProblemType] = MappingProxyType({each.code: each for each in _TYPES})
