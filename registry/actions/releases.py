"""Acts of editors about known releases: add, set the tier, designate the flagship."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.actions.audit import now, record
from registry.actions.checks import add, change, require_name, require_reason, require_slug
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, Lab, RegistryState, Release
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.names import join_card_id


@dataclass(frozen=True)
class Source:
    """Where a release is recorded: title and address of the source, and the entry in it."""

    title: str
    url: str
    record: str = ""


def get_release(public_id: str) -> Release:
    """Return the release ``<lab>/<model>``; raise ``Unknown`` with the id."""
    try:
        return Release.objects.select_related("lab").get(public_id=public_id)
    except Release.DoesNotExist:
        raise Unknown(f"There is no release {public_id!r}.") from None


def add_release(
    *,
    by: Actor,
    lab: Lab,
    slug: str,
    name: str,
    released_on: date,
    precision: str,
    tier: str,
    tier_reason: str,
    source: Source,
    variants: Sequence[str] = (),
    note: str = "",
    reason: str,
) -> Release:
    """Register a known model of a lab, with or without a card."""
    reason = require_reason(reason)
    _check_tier(tier)
    if precision not in Release.Precision.values:
        raise Refused(f"{precision!r} is no precision; expected {Release.Precision.values}.")
    if _first_day(released_on, precision) > now().date():
        raise Refused(f"{name} is to be released on {released_on}; only what is out is known.")
    release = Release(
        lab=lab,
        slug=require_slug(slug),
        public_id=join_card_id(lab.slug, slug),
        name=require_name(name),
        released_on=released_on,
        date_precision=precision,
        tier=tier,
        tier_reason=require_reason(tier_reason),
        variants=list(variants),
        source_title=source.title,
        source_url=source.url,
        source_record=source.record,
        note=note,
    )
    with ranked_transaction() as touched:
        if Release.objects.filter(public_id=release.public_id).exists():
            raise Conflict(f"The release {release.public_id!r} is already registered.")
        add(release)
        record(
            by=by,
            action="release.add",
            subject=release.public_id,
            reason=reason,
            at=now(),
            tier=tier,
        )
        touched.release_changed(release)
        touched.add(lab, f"{name} was added to the known releases of {lab.name}")
    return release


def _first_day(released_on: date, precision: str) -> date:
    """The first day of the period in which the model was released, as far as that is known."""
    if precision == Release.Precision.DAY:
        return released_on
    first_of_month = released_on.replace(day=1)
    return (
        first_of_month if precision == Release.Precision.MONTH else first_of_month.replace(month=1)
    )


def set_tier(*, by: Actor, release: Release, tier: str, reason: str) -> None:
    """Change how much a release counts: 1 flagship line, 1/2 other, 0 derivative."""
    reason = require_reason(reason)
    _check_tier(tier)
    with ranked_transaction() as touched:
        release.refresh_from_db()
        before = release.tier
        change(release, tier=tier, tier_reason=reason)
        record(
            by=by,
            action="release.set_tier",
            subject=release.public_id,
            reason=reason,
            at=now(),
            before=before,
            after=tier,
        )
        touched.release_changed(release)
        touched.add(release.lab, f"the tier of {release.name} was set to {tier}")


def designate_flagship(*, by: Actor, release: Release, reason: str) -> None:
    """Let this release be the lab's flagship, where it is due and of tier 1."""
    reason = require_reason(reason)
    with ranked_transaction() as touched:
        release.refresh_from_db()
        if release.tier != Release.Tier.FLAGSHIP_LINE:
            raise Refused(f"{release.name} has tier {release.tier}; a flagship has tier 1.")
        lab = release.lab.standing
        change(lab, designated_flagship=release)
        record(
            by=by,
            action="lab.designate_flagship",
            subject=lab.slug,
            reason=reason,
            at=now(),
            release=release.public_id,
        )
        touched.lab_changed(lab)
        touched.add(lab, f"{release.name} was designated as the flagship of {lab.name}")


def set_listed_until(*, by: Actor, day: date, reason: str) -> None:
    """Say up to which day the known releases of all labs have been listed."""
    reason = require_reason(reason)
    with ranked_transaction():
        RegistryState.objects.filter(id=1).update(releases_listed_until=day)
        record(
            by=by,
            action="registry.listed_until",
            subject="registry",
            reason=reason,
            at=now(),
            day=day.isoformat(),
        )


def _check_tier(tier: str) -> None:
    if tier not in Release.Tier.values:
        raise Refused(f"{tier!r} is no tier; expected one of 1, 1/2, 0.")
