"""Publishing a card version, and taking one down where the law demands it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.actions import gradings, transitions
from registry.actions.audit import now, record
from registry.actions.labs import require_reason
from registry.actions.ranked import Touched, ranked_transaction
from registry.models import Actor, CardContent, CardVersion, LineageEdge, ModelCard, Release
from registry.rules.checking.check import CheckedCard
from registry.rules.errors import CardInvalid, Refused
from registry.rules.lineage.edges import data_edges, find_cycle, weight_edges
from registry.rules.names import normalized_name
from registry.rules.problems import Problem


def publish(*, by: Actor, checked: CheckedCard, preparer: str) -> CardVersion:
    """Publish a checked card as a new immutable version, grade it and re-rank its lab.

    ``preparer`` says by which way the card came in (developer, third_party, registry) and must
    agree with what the card says of itself. Publishing the live bytes again changes nothing and
    returns the live version. Raises ``CardInvalid`` with every problem found.
    """
    if checked.document is None or checked.canonical is None or checked.has_errors:
        raise CardInvalid(checked.problems)
    document = checked.document
    at = now()
    with ranked_transaction() as touched:
        problems = registry_problems(document, preparer)
        if problems:
            raise CardInvalid((*checked.problems, *problems))
        release = Release.objects.select_related("lab__merged_into").get(
            public_id=document["card_id"]
        )
        card, _ = ModelCard.objects.select_related("live_version").get_or_create(release=release)
        live = card.live_version
        if live is not None and live.content_hash == checked.content_hash:
            return live
        version = _store(card, checked, document, by=by, at=at)
        grading = gradings.grade(card, version, at=at)
        transitions.go_live(card, version, grading, by=by, at=at)
        record(
            by=by,
            action="card.publish",
            subject=release.public_id,
            at=at,
            version=version.number,
            content_hash=version.content_hash,
        )
        _regrade_relatives(release.public_id, touched)
        touched.add(
            release.lab.standing,
            f"the card of {release.name} was published"
            if version.number == 1
            else f"version {version.number} of the card of {release.name} was published",
        )
    return version


def remove(*, by: Actor, version: CardVersion, reason: str) -> None:
    """Take the content of a version out of the record where the law demands it.

    The version, its hash and the reason stay as a tombstone; only the bytes go.
    """
    reason = require_reason(reason)
    at = now()
    with ranked_transaction() as touched:
        transitions.take_down(version, by=by, at=at, reason=reason)
        CardContent.objects.filter(version=version).delete()
        release = version.card.release
        record(
            by=by,
            action="card.remove",
            subject=release.public_id,
            reason=reason,
            at=at,
            version=version.number,
        )
        touched.add(
            release.lab.standing,
            f"version {version.number} of the card of {release.name} was removed",
        )


def registry_problems(document: Mapping[str, Any], preparer: str) -> tuple[Problem, ...]:
    """What only the registry can know about a card: its release, its lab's names, its lineage."""
    problems = []
    card_id = document["card_id"]
    release = Release.objects.select_related("lab").filter(public_id=card_id).first()
    if release is None:
        problems.append(
            Problem(
                pointer="/card_id",
                code="registry.release_unknown",
                message=f"Found {card_id!r}, which is not a registered release.",
                hint="Register the release first, or use the id of one that is registered.",
            )
        )
    else:
        developer = document["model"]["developer"]
        names = {release.lab.normalized_name}
        names |= set(release.lab.aliases.values_list("normalized_name", flat=True))
        if normalized_name(developer) not in names:
            problems.append(
                Problem(
                    pointer="/model/developer",
                    code="registry.developer_unknown",
                    message=f"Found {developer!r}, but {card_id} is registered for "
                    f"{release.lab.name}, which is not known by that name.",
                    hint=f"Use {release.lab.name!r}, or let an editor add the name to the lab.",
                )
            )
    role = document["prepared_by"]["role"]
    if role != preparer:
        problems.append(
            Problem(
                pointer="/prepared_by/role",
                code="registry.preparer_mismatch",
                message=f"Found {role!r}, but this card came in as prepared by {preparer!r}.",
                hint="Who prepared a card follows from the way it is submitted.",
            )
        )
    cycle = find_cycle(document, gradings.live_document)
    if cycle:
        problems.append(
            Problem(
                pointer="/identity/lineage",
                code="registry.lineage_cycle",
                message="The weight lineage comes back to this model: " + " → ".join(cycle) + ".",
                hint="A model's weights cannot derive from themselves; check derived_from.",
            )
        )
    return tuple(problems)


def _store(
    card: ModelCard, checked: CheckedCard, document: Mapping[str, Any], *, by: Actor, at: datetime
) -> CardVersion:
    last = card.versions.order_by("-number").values_list("number", flat=True).first() or 0
    prepared_by = document["prepared_by"]
    if checked.canonical is None or checked.content_hash is None:
        raise Refused("Only a card that passed every check can be stored.")
    version = CardVersion.objects.create(
        card=card,
        number=last + 1,
        schema_version=document["schema_version"],
        content_hash=checked.content_hash,
        preparer=prepared_by["role"],
        preparer_name=prepared_by["name"],
        prepared_on=prepared_by["prepared_on"],
        sources_read=len(prepared_by.get("sources_read", ())),
        published_at=at,
        published_by=by.key,
    )
    CardContent.objects.create(version=version, canonical=checked.canonical.decode())
    LineageEdge.objects.bulk_create(
        LineageEdge(version=version, kind=kind, model=edge.model, card_id=edge.card_id or "")
        for kind, edges in (
            (LineageEdge.Kind.WEIGHTS, weight_edges(document)),
            (LineageEdge.Kind.DATA, data_edges(document)),
        )
        for edge in edges
    )
    return version


def _regrade_relatives(public_id: str, touched: Touched) -> None:
    """Grade again the cards that tell of this one.

    Its figures enter the sums of all that derive from it, and the base models it names may have one
    implied by it.
    """
    named = LineageEdge.objects.filter(version__live_on__release__public_id=public_id)
    for parent in ModelCard.objects.live().filter(release__public_id__in=named.values("card_id")):
        touched.regrade(parent)
    seen: set[str] = set()
    frontier = {public_id}
    while frontier:
        seen |= frontier
        children = ModelCard.objects.live().filter(
            live_version__lineage_edges__kind=LineageEdge.Kind.WEIGHTS,
            live_version__lineage_edges__card_id__in=frontier,
        )
        frontier = set()
        for child in children.select_related("release").distinct():
            touched.regrade(child)
            frontier.add(child.release.public_id)
        frontier -= seen
