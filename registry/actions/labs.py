"""Acts of editors about labs: add, rename over time, merge, invite."""

from datetime import date

from django.db.models import Q

from registry.actions.audit import Signing, now, record
from registry.actions.checks import add, change, require_name, require_reason, require_slug
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, Lab, LabAlias
from registry.rules.checking.code_lists import COUNTRIES
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.lab_names import resembles
from registry.rules.names import normalized_name


def get_lab(slug: str) -> Lab:
    """Return the lab; raise ``Unknown`` with its slug."""
    try:
        return Lab.objects.get(slug=slug)
    except Lab.DoesNotExist:
        raise Unknown(f"There is no lab {slug!r}.") from None


def add_lab(
    *, by: Signing, slug: str, name: str, country: str, category: str, website: str, reason: str
) -> Lab:
    """Register a lab. Refuses a bad slug and a name that another lab has or is known by."""
    reason, name = require_reason(reason), require_name(name)
    if country and country not in COUNTRIES:
        raise Refused(f"{country!r} is no country; expected a code of ISO 3166-1 such as FR.")
    lab = Lab(
        slug=require_slug(slug),
        name=name,
        normalized_name=normalized_name(name),
        country=country,
        category=category,
        website=website,
    )
    with ranked_transaction() as touched:
        taken = (
            Lab.objects.filter(slug=slug).first()
            or Lab.objects.filter(normalized_name=lab.normalized_name).first()
            or Lab.objects.filter(aliases__normalized_name=lab.normalized_name).first()
        )
        if taken:
            raise Conflict(f"{name!r} ({slug}) collides with the lab {taken.name} ({taken.slug}).")
        add(lab)
        record(by=by, action="lab.add", subject=slug, reason=reason, at=now(), name=name)
        touched.lab_changed(lab)
        touched.add(lab, f"{name} was added to the registry")
    return lab


def add_alias(
    *,
    by: Actor,
    lab: Lab,
    name: str,
    valid_from: date | None,
    valid_until: date | None,
    reason: str,
) -> LabAlias:
    """Record a name the lab is known by, with the days between which it was used if known.

    Refuses a name of another lab; one that passed from lab to lab may be given to both, for days
    that do not overlap.
    """
    reason, name = require_reason(reason), require_name(name)
    if valid_from and valid_until and valid_from > valid_until:
        raise Refused(f"The name {name!r} cannot end on {valid_until} before {valid_from}.")
    alias = LabAlias(
        lab=lab,
        name=name,
        normalized_name=normalized_name(name),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with ranked_transaction() as touched:
        if lab.aliases.filter(name=name).exists():
            raise Conflict(f"{lab.name} already has the name {name!r}.")
        other = _other_lab_named(alias)
        if other is not None:
            raise Conflict(f"{name!r} collides with the lab {other.name} ({other.slug}).")
        add(alias)
        record(by=by, action="lab.alias", subject=lab.slug, reason=reason, at=now(), name=name)
        touched.lab_changed(lab)
    return alias


def _other_lab_named(alias: LabAlias) -> Lab | None:
    """Another lab that has this name, or was known by it on one of the same days."""
    others = Lab.objects.exclude(pk=alias.lab_id)
    same_days = Q(normalized_name=alias.normalized_name)
    if alias.valid_from:
        same_days &= Q(valid_until__isnull=True) | Q(valid_until__gte=alias.valid_from)
    if alias.valid_until:
        same_days &= Q(valid_from__isnull=True) | Q(valid_from__lte=alias.valid_until)
    return (
        others.filter(normalized_name=alias.normalized_name).first()
        or others.filter(aliases__in=LabAlias.objects.filter(same_days)).first()
    )


def lab_named_like(name: str) -> tuple[Lab, str] | None:
    """The lab that this name would be taken for, with the name of it that it resembles."""
    for lab in Lab.objects.select_related("merged_into").prefetch_related("aliases"):
        for known in (lab.name, *(alias.name for alias in lab.aliases.all())):
            if resembles(name, known):
                return lab.standing, known
    return None


def merge_labs(*, by: Actor, lab: Lab, into: Lab, on: date, reason: str) -> None:
    """Let ``into`` answer for the releases of ``lab`` from now on; the old address redirects.

    What ``lab`` absorbed before goes along, so that a merged lab always points to one that stands.
    """
    reason = require_reason(reason)
    if lab == into:
        raise Refused(f"{lab.name} cannot be merged into itself.")
    if on > now().date():
        raise Refused(f"A merger is recorded when it took place; {on} is in the future.")
    with ranked_transaction() as touched:
        for each in (lab, into):
            each.refresh_from_db()
            _refuse_merged(each)
        change(lab, merged_into=into, merged_on=on)
        lab.absorbed.update(merged_into=into)
        record(by=by, action="lab.merge", subject=lab.slug, reason=reason, at=now(), into=into.slug)
        touched.lab_changed(lab)
        touched.lab_changed(into)
        touched.add(into, f"{lab.name} was merged into {into.name}")


def invite(*, by: Signing, lab: Lab, on: date, reason: str) -> None:
    """Record the dated, public invitation that starts the lab's 90 days.

    A lab is invited once: a later date would take back time it was told it had used.
    """
    reason = require_reason(reason)
    if on > now().date():
        raise Refused(f"An invitation is recorded when it was sent; {on} is in the future.")
    with ranked_transaction() as touched:
        lab.refresh_from_db()
        _refuse_merged(lab)
        if lab.invited_on is not None:
            raise Conflict(f"{lab.name} has already been invited, on {lab.invited_on}.")
        change(lab, invited_on=on)
        record(
            by=by,
            action="lab.invite",
            subject=lab.slug,
            reason=reason,
            at=now(),
            invited_on=on.isoformat(),
        )
        touched.lab_changed(lab)
        touched.add(lab, f"{lab.name} was invited to disclose")


def _refuse_merged(lab: Lab) -> None:
    if lab.merged_into is not None:
        raise Conflict(f"{lab.name} has been merged into {lab.merged_into.name}.")
