"""The models of the demo, each with the state that its submission comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.actions import lab_domains, labs, releases
from registry.actions.audit import command_actor
from registry.actions.ranked import ranked_transaction
from registry.demo.cards import LABS, InventedLab
from registry.models import Lab, Release

REASON = "Invented for the demo."
RELEASED_ON = date(2026, 3, 2)
LAB_BY_SLUG = {lab.slug: lab for lab in LABS}
AOI, BOREALIS, CUMULUS, DELTA = LABS


@dataclass(frozen=True)
class Model:
    lab: InventedLab
    slug: str
    name: str

    @property
    def public_id(self) -> str:
        return f"{self.lab.slug}/{self.slug}"


def _models(lab: InventedLab, *names: str) -> list[Model]:
    return [Model(lab, name.lower().replace(" ", "-"), name) for name in names]


MODELS = {
    model.slug: model
    for model in (
        *_models(AOI, "Aoi 1", "Aoi 1 Mini", "Aoi 1 Code", "Aoi 1 Long", "Aoi 2", "Aoi 2 Mini"),
        *_models(AOI, "Aoi 2 Code", "Aoi 2 Long", "Aoi 3", "Aoi 3 Mini", "Aoi 3 Code"),
        *_models(BOREALIS, "Borealis 1", "Borealis 1 Chat", "Borealis 2", "Borealis 2 Chat"),
        *_models(BOREALIS, "Borealis 3", "Borealis 3 Chat", "Borealis 4", "Borealis 4 Chat"),
        *_models(BOREALIS, "Borealis 5", "Borealis Tiny", "Borealis Lite"),
        *_models(CUMULUS, "Cumulus 1", "Cumulus 2"),
        *_models(DELTA, "Delta 1"),
    )
}


def register() -> None:
    """Add the labs with their models, in one transaction with one ranking."""
    by = command_actor("the demo")
    with ranked_transaction():
        for lab in LABS:
            row = labs.add_lab(
                by=by,
                slug=lab.slug,
                name=lab.name,
                country=lab.country,
                category="industry",
                website=f"https://{lab.domain}/",
                reason=REASON,
            )
            for alias in lab.aliases:
                labs.add_alias(
                    by=by, lab=row, name=alias, valid_from=None, valid_until=None, reason=REASON
                )
            lab_domains.add_domain(by=by, lab=row, domain=lab.domain, reason=REASON)
        for model in MODELS.values():
            releases.add_release(
                by=by,
                lab=Lab.objects.get(slug=model.lab.slug),
                slug=model.slug,
                name=model.name,
                released_on=RELEASED_ON,
                precision="day",
                tier="1",
                tier_reason=REASON,
                source=releases.Source("Announcement", f"https://{model.lab.domain}/news"),
                reason=REASON,
            )
        releases.set_listed_until(by=by, day=RELEASED_ON, reason=REASON)


def release_of(model: Model) -> Release:
    return Release.objects.select_related("lab").get(public_id=model.public_id)
