"""Acts of editors about labs: add, rename over time, merge, invite."""

from datetime import date

from registry.actions.audit import now, record
from registry.actions.ranked import ranked_transaction
from registry.models import Actor, Lab, LabAlias
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.names import is_slug, normalized_name


def get_lab(slug: str) -> Lab:
    """Return the lab; raise ``Unknown`` with its slug."""
    try:
        return Lab.objects.get(slug=slug)
    except Lab.DoesNotExist:
        raise Unknown(f"There is no lab {slug!r}.") from None


def require_reason(reason: str) -> str:
    """Return the reason without outer blanks; editorial acts are never without one."""
    if not reason.strip():
        raise Refused("An editorial act needs a reason; it is published with the act.")
    return reason.strip()


def add_lab(
    *, by: Actor, slug: str, name: str, country: str, category: str, website: str, reason: str
) -> Lab:
    """Register a lab. Refuses a bad slug and a name that another lab has or is known by."""
    reason = require_reason(reason)
    if not is_slug(slug):
        raise Refused(f"{slug!r} is not a slug: lower-case letters and digits joined by hyphens.")
    if category and category not in Lab.Category.values:
        raise Refused(f"{category!r} is no category; expected one of {Lab.Category.values}.")
    normalized = normalized_name(name)
    with ranked_transaction() as touched:
        taken = (
            Lab.objects.filter(slug=slug).first()
            or Lab.objects.filter(normalized_name=normalized).first()
        )
        if taken is None:
            alias = LabAlias.objects.filter(normalized_name=normalized).first()
            taken = alias.lab if alias else None
        if taken:
            raise Conflict(f"{name!r} ({slug}) collides with the lab {taken.name} ({taken.slug}).")
        lab = Lab.objects.create(
            slug=slug,
            name=name,
            normalized_name=normalized,
            country=country,
            category=category,
            website=website,
        )
        record(by=by, action="lab.add", subject=slug, reason=reason, at=now(), name=name)
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
    """Record a name the lab is known by, with the days between which it was used if known."""
    reason = require_reason(reason)
    if valid_from and valid_until and valid_from > valid_until:
        raise Refused(f"The name {name!r} cannot end on {valid_until} before {valid_from}.")
    with ranked_transaction():
        if lab.aliases.filter(name=name).exists():
            raise Conflict(f"{lab.name} already has the name {name!r}.")
        alias = LabAlias.objects.create(
            lab=lab,
            name=name,
            normalized_name=normalized_name(name),
            valid_from=valid_from,
            valid_until=valid_until,
        )
        record(by=by, action="lab.alias", subject=lab.slug, reason=reason, at=now(), name=name)
    return alias


def merge_labs(*, by: Actor, lab: Lab, into: Lab, on: date, reason: str) -> None:
    """Let ``into`` answer for the releases of ``lab`` from now on; the old address redirects."""
    reason = require_reason(reason)
    if lab == into:
        raise Refused(f"{lab.name} cannot be merged into itself.")
    if lab.merged_into_id or into.merged_into_id:
        merged = lab if lab.merged_into_id else into
        raise Conflict(f"{merged.name} has already been merged into another lab.")
    with ranked_transaction() as touched:
        changed = Lab.objects.filter(pk=lab.pk, merged_into__isnull=True).update(
            merged_into=into, merged_on=on
        )
        if not changed:
            raise Conflict(f"{lab.name} was merged by somebody else at the same moment.")
        Lab.objects.filter(merged_into=lab).update(merged_into=into)
        record(by=by, action="lab.merge", subject=lab.slug, reason=reason, at=now(), into=into.slug)
        touched.add(into, f"{lab.name} was merged into {into.name}")


def invite(*, by: Actor, lab: Lab, on: date, reason: str) -> None:
    """Record the dated, public invitation that starts the lab's 90 days.

    A lab is invited once: a later date would take back time it was told it had used.
    """
    reason = require_reason(reason)
    if on > now().date():
        raise Refused(f"An invitation is recorded when it was sent; {on} is in the future.")
    with ranked_transaction() as touched:
        if not Lab.objects.filter(pk=lab.pk, invited_on__isnull=True).update(invited_on=on):
            raise Conflict(f"{lab.name} has already been invited.")
        lab.invited_on = on
        record(
            by=by,
            action="lab.invite",
            subject=lab.slug,
            reason=reason,
            at=now(),
            invited_on=on.isoformat(),
        )
        touched.add(lab, f"{lab.name} was invited to disclose")
