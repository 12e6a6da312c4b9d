"""Publishing a card version, and taking the content of one out where the law demands it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from registry.actions import gradings, plausibility, transitions
from registry.actions.audit import Signing, now, record
from registry.actions.checks import require_reason
from registry.actions.ranked import Touched, ranked_transaction
from registry.models import (
    Actor,
    CardContent,
    CardVersion,
    Change,
    Lab,
    LineageEdge,
    ModelCard,
    Release,
    ReviewFileContent,
)
from registry.models.live_documents import LiveDocuments
from registry.rules.checking.check import CheckedCard
from registry.rules.errors import CardInvalid
from registry.rules.lineage.edges import data_edges, find_cycle, weight_edges
from registry.rules.names import normalized_name
from registry.rules.plausibility.problems import CYCLE_CHECK, error_problem
from registry.rules.plausibility.results import Result
from registry.rules.problems import Problem
from registry.rules.workflow import versions as workflow


def publish(
    *,
    by: Actor,
    checked: CheckedCard,
    preparer: str,
    before_grading: Callable[[CardVersion], None] | None = None,
) -> CardVersion:
    """Publish a checked card as a new immutable version, grade it and re-rank its lab.

    ``preparer`` says by which way the card came in (developer, third_party, registry) and must
    agree with what the card says of itself. Publishing the live bytes again changes nothing and
    returns the live version, unless they come from a review: ``before_grading`` puts what came of
    it beside the new version. Raises ``CardInvalid`` with every problem found.
    """
    document, canonical, content_hash = checked.document, checked.canonical, checked.content_hash
    if document is None or canonical is None or content_hash is None:
        raise CardInvalid(checked.problems)
    with ranked_transaction() as touched:
        problems = registry_problems(document, preparer)
        if problems:
            raise CardInvalid((*checked.problems, *problems))
        release = Release.objects.select_related("lab").get(public_id=document["card_id"])
        card, _ = ModelCard.objects.select_related("live_version").get_or_create(release=release)
        live = card.live_version
        if before_grading is None and live is not None and live.content_hash == content_hash:
            return live
        at = now()
        version = _store(card, document, canonical.decode(), content_hash, by=by, at=at)
        if before_grading is not None:
            before_grading(version)
        grading = gradings.grade(card, version, at=at)
        transitions.go_live(card, version, grading, by=by, at=at)
        record(
            by=by,
            action="card.publish",
            subject=release.public_id,
            at=at,
            version=version.number,
            content_hash=content_hash,
        )
        regrade_relatives(card, touched)
        touched.card_changed(Change.Kind.CARD_PUBLISHED, release, version.number)
        touched.add(
            release.lab,
            f"the card of {release.name} was published"
            if version.number == 1
            else f"version {version.number} of the card of {release.name} was published",
        )
    return version


def remove(*, by: Signing, version: CardVersion, reason: str, **told: Any) -> None:
    """Take the content of a version out of the record: its bytes and those of its review.

    That two people want it for a reason the rules allow, ``review.notices`` has seen to. The
    version, the hashes and the reason stay as a tombstone. ``told`` is added to the audit row.
    """
    reason = require_reason(reason)
    with ranked_transaction() as touched:
        at = now()
        version.refresh_from_db()
        card, release = version.card, version.card.release
        transitions.take_down(version, workflow.REMOVED, by=by, at=at, reason=reason)
        CardContent.objects.filter(version=version).delete()
        ReviewFileContent.objects.filter(file=version.pk).delete()
        record(
            by=by,
            action="card.remove",
            subject=release.public_id,
            reason=reason,
            at=at,
            version=version.number,
            **told,
        )
        regrade_relatives(card, touched)
        touched.card_changed(Change.Kind.CARD_REMOVED, release, version.number)
        touched.add(
            release.lab, f"version {version.number} of the card of {release.name} was removed"
        )


def registry_problems(document: Mapping[str, Any], preparer: str) -> tuple[Problem, ...]:
    """What only the registry can know about a card: its release, its lab's names, its lineage.

    And what does not fit in its figures, unless an editor let it stand.
    """
    return (
        *_release_problems(document),
        *_preparer_problems(document, preparer),
        *_lineage_problems(document),
        *_plausibility_problems(document),
    )


def plausibility_results(document: Mapping[str, Any]) -> tuple[Result, ...]:
    """The plausibility checks of a card as if it were published now."""
    lookup = LiveDocuments(document["card_id"], gradings.parent_ids(document))
    implied = gradings.implied_bases_of(document, lookup)
    return plausibility.check(document, lookup, implied, today=now().date())


def _release_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    card_id = document["card_id"]
    release = Release.objects.select_related("lab__merged_into").filter(public_id=card_id).first()
    if release is None:
        yield Problem(
            pointer="/card_id",
            code="registry.release_unknown",
            message=f"Found {card_id!r}, which is not a registered release.",
            hint="Register the release first, or use the id of one that is registered.",
        )
        return
    yield from developer_problems(document, release.lab)


def developer_problems(document: Mapping[str, Any], lab: Lab) -> Iterator[Problem]:
    """Whether the card's developer is the lab, by a name it is known by."""
    developer = document["model"]["developer"]
    # A lab that took over another may speak of its models under its own name.
    labs = {lab, lab.standing}
    names = {each.normalized_name for each in labs}
    names |= {alias.normalized_name for each in labs for alias in each.aliases.all()}
    if normalized_name(developer) not in names:
        yield Problem(
            pointer="/model/developer",
            code="registry.developer_unknown",
            message=f"Found {developer!r}, but {document['card_id']} is a model of {lab.name}, "
            "which is not known by that name.",
            hint=f"Use {lab.name!r}, or let an editor add the name to the lab.",
        )


def _preparer_problems(document: Mapping[str, Any], preparer: str) -> Iterator[Problem]:
    role = document["prepared_by"]["role"]
    if role != preparer:
        yield Problem(
            pointer="/prepared_by/role",
            code="registry.preparer_mismatch",
            message=f"Found {role!r}, but this card came in as prepared by {preparer!r}.",
            hint="Who prepared a card follows from the way it is submitted.",
        )


def _lineage_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    ancestors = LiveDocuments(document["card_id"], gradings.parent_ids(document))
    cycle = find_cycle(document, ancestors)
    if cycle:
        yield Problem(
            pointer="/identity/lineage",
            code="registry.lineage_cycle",
            message="The weight lineage comes back to this model: " + " → ".join(cycle) + ".",
            hint="A model's weights cannot derive from themselves; check derived_from.",
        )


def _plausibility_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    results = plausibility_results(document)
    for error in plausibility.open_errors(results, plausibility.accepted_reasons(document)):
        if error.check != CYCLE_CHECK:  # refused above, under a code of its own
            yield error_problem(error)


def _store(
    card: ModelCard,
    document: Mapping[str, Any],
    canonical: str,
    content_hash: str,
    *,
    by: Actor,
    at: datetime,
) -> CardVersion:
    last = card.versions.order_by("-number").values_list("number", flat=True).first() or 0
    prepared_by = document["prepared_by"]
    version = CardVersion.objects.create(
        card=card,
        number=last + 1,
        schema_version=document["schema_version"],
        content_hash=content_hash,
        preparer=prepared_by["role"],
        preparer_name=prepared_by["name"],
        prepared_on=prepared_by["prepared_on"],
        sources_read=len(prepared_by.get("sources_read", ())),
        published_at=at,
        published_by=by.key,
    )
    CardContent.objects.create(version=version, canonical=canonical)
    LineageEdge.objects.bulk_create(edges_of(version, document))
    return version


def edges_of(version: CardVersion, document: Mapping[str, Any]) -> list[LineageEdge]:
    """The lineage edges that a document states; not stored."""
    return [
        LineageEdge(version=version, kind=kind, model=edge.model, card_id=edge.card_id or "")
        for kind, edges in (
            (LineageEdge.Kind.WEIGHTS, weight_edges(document)),
            (LineageEdge.Kind.DATA, data_edges(document)),
        )
        for edge in edges
    ]


def regrade_relatives(card: ModelCard, touched: Touched) -> None:
    """Grade again the cards that tell of this one.

    Its figures enter the sums of all that derive from it, and the base models it names, or named in
    an earlier version, may have one implied by it. No relative's score depends on it.
    """
    weights = LineageEdge.objects.filter(kind=LineageEdge.Kind.WEIGHTS)
    named = weights.filter(version__card=card).values("card_id")
    for parent in ModelCard.objects.live().filter(release__public_id__in=named):
        touched.regrade(parent)
    seen: set[str] = set()
    frontier = {card.release.public_id}
    while frontier:
        seen |= frontier
        edges = weights.filter(card_id__in=frontier, version__live_on__isnull=False)
        children = ModelCard.objects.filter(live_version__lineage_edges__in=edges)
        frontier = set()
        for child in children.select_related("release").distinct():
            touched.regrade(child)
            frontier.add(child.release.public_id)
        frontier -= seen
