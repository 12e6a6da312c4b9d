"""The pages of the accelerator table, and the rows that a claim names."""

from collections import Counter
from itertools import groupby

from django.db.models import Count
from django.urls import reverse

from registry.models import CatalogueChip
from registry.rules import words
from registry.rules.accelerators.matching import find
from registry.rules.accelerators.table import (
    TABLE_PATH,
    Accelerator,
    ExportControl,
    load_accelerators,
)
from registry.rules.documents import Document, value_at
from registry.rules.names import slugify
from registry.rules.numerals import date_text
from registry.rules.plausibility.inputs import ACCELERATORS, match_of
from registry.rules.plausibility.texts import digits
from registry.web.view_models.accelerators import (
    AcceleratorPage,
    AcceleratorRow,
    AcceleratorsPage,
    ControlLine,
    PeakLine,
    VendorRows,
)
from registry.web.view_models.shared import AnswerLine, Link

# So many names of chips are counted, and so many models named; no registry has more chips.
MOST_NAMES = 2_000
MOST_MODELS = 60
DOUBTS = {"unsure": "Sources disagree", "inferred": "One figure is inferred", "none": ""}


def accelerators_page() -> AcceleratorsPage:
    table = load_accelerators()
    counted = _cards_by_model()
    return AcceleratorsPage(
        vendors=tuple(
            VendorRows(
                vendor, slugify(vendor), tuple(_row(row, counted[row.model]) for row in rows)
            )
            for vendor, rows in groupby(table.accelerators, key=lambda row: row.vendor)
        ),
        count=len(table.accelerators),
        controls=tuple(_control(control) for control in table.export_controls),
        compiled_on=date_text(table.compiled_on),
        license=table.license,
        attribution=table.attribution,
        data_url=reverse("schema", args=[f"accelerators/{TABLE_PATH.name}"]),
    )


def accelerator_page(row: Accelerator) -> AcceleratorPage:
    table = load_accelerators()
    slugs = [slug for slug, _, model in _named_chips() if model == row.model]
    named = CatalogueChip.objects.filter(slug__in=slugs)
    total = named.values("entry").distinct().count()
    entries = {
        chip.entry.public_id: chip.entry
        for chip in named.select_related("entry").order_by("-entry__released_on", "entry_id")[
            : MOST_MODELS * 2
        ]
    }
    models = [
        Link(entry.name, reverse("model:detail", args=public_id.split("/")))
        for public_id, entry in entries.items()
    ][:MOST_MODELS]
    made = _row(row, total)
    return AcceleratorPage(
        row=made,
        name=row.name,
        vendor=row.vendor,
        lines=tuple(_lines(row, made)),
        controls=tuple(_control(control) for control in table.controls_of(row)),
        variants=tuple(
            Link(other.name, _url(other))
            for other in table.accelerators
            if other.model == row.model and other != row
        ),
        models=tuple(models),
        more_models=total - len(models),
        model=row.model,
        attribution=table.attribution,
    )


def named_accelerators(document: Document, path: str) -> tuple[Link, ...]:
    """The rows of the table that the claim at ``path`` names."""
    if path != ACCELERATORS:
        return ()
    table = load_accelerators()
    segments = value_at(document, path).get("segments", ())
    rows = {match.row.id: match.row for row in segments if (match := match_of(table, row))}
    return tuple(Link(row.name, _url(row)) for row in rows.values())


def _named_chips() -> list[tuple[str, int, str]]:
    """Slug, number of models and model in the table of every chip that a live card names."""
    table = load_accelerators()
    chips = (
        CatalogueChip.objects.values_list("slug", "name")
        .annotate(models=Count("entry"))
        .order_by("-models", "slug")[:MOST_NAMES]
    )
    return [
        (slug, models, match.row.model)
        for slug, name, models in chips
        if (match := find(table, name)) is not None
    ]


def _cards_by_model() -> Counter[str]:
    counted: Counter[str] = Counter()
    for _, models, model in _named_chips():
        counted[model] += models
    return counted


def _row(row: Accelerator, cards: int) -> AcceleratorRow:
    rental = row.rental
    return AcceleratorRow(
        link=Link(row.name, _url(row)),
        released=date_text(row.released_on),
        peaks=_peaks(row),
        memory=" or ".join(digits(memory) for memory in row.memory_gb),
        power=digits(row.tdp_watts) if row.tdp_watts else "",
        rental=" to ".join(dict.fromkeys(f"{end:.2f}" for end in _ends(row))),
        rental_basis=(
            f"{rental.quotes} quote{'s'[: rental.quotes != 1]}, {_span(rental.first, rental.last)}"
            if rental
            else ""
        ),
        doubt=DOUBTS[row.doubt],
        note=row.note,
        controls=tuple(
            f"Export-controlled since {date_text(control.since)}"
            for control in load_accelerators().controls_of(row)
        ),
        cards=cards,
        source=Link(row.source.title, row.source.url),
    )


def _ends(row: Accelerator) -> tuple[float, ...]:
    return (float(row.rental.low), float(row.rental.high)) if row.rental else ()


def _span(first: str, last: str) -> str:
    return date_text(first) if first == last else f"{date_text(first)} to {date_text(last)}"


def _peaks(row: Accelerator) -> tuple[PeakLine, ...]:
    """Formats that share a peak stand together."""
    values: dict[str, list[str]] = {}
    for number_format, peak in row.peaks.items():
        values.setdefault(digits(peak / 10**12), []).append(words.value_words(number_format))
    return tuple(PeakLine(", ".join(formats), value) for value, formats in values.items())


def _lines(row: Accelerator, made: AcceleratorRow) -> list[AnswerLine]:
    """The figures of one accelerator, each with its unit."""
    bandwidth, purchase = row.memory_bandwidth_gb_per_second, row.purchase_usd
    pairs = [
        ("Released", made.released),
        *((f"Dense peak, {peak.formats}", f"{peak.value} TFLOP/s") for peak in made.peaks),
        ("Memory", f"{made.memory} GB" if made.memory else ""),
        ("Memory bandwidth", f"{digits(bandwidth)} GB/s" if bandwidth else ""),
        ("Rated power", f"{made.power} W" if made.power else ""),
        ("Form factor", row.form_factor or ""),
        (
            "Rental",
            f"{' to '.join(dict.fromkeys(f'US${end:.2f}' for end in _ends(row)))} per hour, "
            f"median US${float(row.rental.median):.2f} ({made.rental_basis})"
            if row.rental
            else "",
        ),
        (
            "Purchase",
            " to ".join(dict.fromkeys(f"US${digits(end)}" for end in purchase)) if purchase else "",
        ),
    ]
    return [AnswerLine(label, text or "not known") for label, text in pairs]


def _control(control: ExportControl) -> ControlLine:
    return ControlLine(
        model=f"{control.vendor} {control.model}",
        since=date_text(control.since),
        rule=control.rule,
        source=Link(control.source.title, control.source.url),
    )


def _url(row: Accelerator) -> str:
    return reverse("accelerator:detail", args=[row.id])
