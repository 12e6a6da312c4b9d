"""The id that comes nearest to one that does not exist."""

from difflib import get_close_matches

from django.db.models import Q

from registry.models import CatalogueEntry, Lab, Release
from registry.models.standing import newest_retracted
from registry.rules.names import is_slug, slugify
from registry.rules.problems import shown
from registry.web.choosing import Missing

# Enough to find a slip of the pen among the cards that share a lab or the start of a name.
CANDIDATES = 500
LONGEST_ID = 200
LIKENESS = 0.6


def missing_model(text: str) -> Missing:
    """Why no card can be shown for ``text``."""
    known = _release(text)
    if known is None:
        return Missing(404, f"There is no model {shown(text)}.", _nearest_card(text))
    card = getattr(known, "card", None)
    if card is None:
        return Missing(404, f"{known.name} is a known model without a model card.")
    what = "retracted" if newest_retracted(known.public_id) else "removed"
    return Missing(410, f"The model card of {known.name} was {what}.")


def _release(text: str) -> Release | None:
    lab, _, model = text.partition("/")
    if len(text) > LONGEST_ID or not (is_slug(lab) and is_slug(model)):
        return None
    return Release.objects.select_related("card").filter(public_id=text).first()


def _nearest_card(text: str) -> str:
    """The same model of another lab, or else the id of a card that is written most like it."""
    lab, slash, model = text[:LONGEST_ID].rpartition("/")
    lab, model = slugify(lab), slugify(model)
    if not (lab or model):
        return ""
    ids = _candidates(lab, model)
    by_model = {public_id.partition("/")[2]: public_id for public_id in ids}
    if model in by_model:
        return by_model[model]
    if slash:
        return next(iter(get_close_matches(f"{lab}/{model}", ids, n=1, cutoff=LIKENESS)), "")
    match = get_close_matches(model, by_model, n=1, cutoff=LIKENESS)
    return by_model[match[0]] if match else ""


def _candidates(lab: str, model: str) -> list[str]:
    """Ids of cards with the same beginning of the lab or of the model, as far as these are known.

    Those of the same model come first, so that they are never cut off.
    """
    near = Q(public_id__startswith=lab[:3]) if lab else Q()
    if model:
        near |= Q(public_id__contains=f"/{model[:3]}")
    carded = CatalogueEntry.objects.filter(has_card=True)
    same = carded.filter(public_id__endswith=f"/{model}").values_list("public_id", flat=True)
    others = carded.filter(near).order_by("public_id").values_list("public_id", flat=True)
    return [*same[:CANDIDATES], *others[:CANDIDATES]]


def missing_lab(text: str) -> Missing:
    """Why no lab can be shown for ``text``."""
    rows = list(Lab.objects.values_list("slug", "name", "merged_into__slug", "merged_into__name"))
    for slug, name, successor, successor_name in rows:
        if text == slug and successor:
            return Missing(404, f"{name} is now part of {successor_name}.", successor)
    slugs = {slug: slug for slug, _, successor, _ in rows if not successor}
    names = {slugify(name): slug for slug, name, successor, _ in rows if not successor}
    every = names | slugs
    match = get_close_matches(slugify(text[:LONGEST_ID]), every, n=1, cutoff=LIKENESS)
    return Missing(404, f"There is no lab {shown(text)}.", every[match[0]] if match else "")
