"""What the dumps hold, how they are read and checked, in words."""

from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse

from registry.exporters.addresses import absolute
from registry.exporters.citations import FORMATS
from registry.exporters.digests import sha256_of
from registry.exporters.dump.manifest import MANIFEST, ListedFile
from registry.exporters.dump.shelf import Kept
from registry.rules.citation.plain_text import plain_text
from registry.rules.citation.work import PUBLISHER, Work
from registry.rules.numerals import date_text
from registry.web.view_models.dumps import (
    DumpColumn,
    DumpDetail,
    DumpFile,
    DumpPage,
    DumpsPage,
    DumpSummary,
    DumpTable,
)
from registry.web.view_models.shared import Link
from registry.web.view_models.sharing import Citation, CopyBlock

LATEST = "latest"
_FORMS = {
    "jsonl.gz": "JSON Lines, gzip",
    "csv.gz": "CSV, gzip",
    "parquet": "Parquet",
}
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_READING = (
    (
        "pandas",
        "Python, with pandas",
        """import pandas
claims = pandas.read_csv("{claims}")""",
    ),
    (
        "duckdb",
        "DuckDB, in the folder of the download",
        """SELECT lab, count(*) FILTER (grade <> 'silent') AS answered
FROM 'claims.csv.gz' GROUP BY lab ORDER BY answered DESC;""",
    ),
    (
        "r",
        "R",
        """claims <- read.csv(gzcon(url("{claims}")))
table(claims$lab, claims$grade)""",
    ),
)
_CHECKING = """import hashlib, json, pathlib
manifest = json.loads(pathlib.Path("manifest.json").read_bytes())
for name, listed in manifest["files"].items():
    found = hashlib.sha256(pathlib.Path(name).read_bytes())
    assert found.hexdigest() == listed["sha256"], name"""


def dumps_page(offered: Sequence[Kept]) -> DumpsPage:
    """``offered`` are all that readers may have, the newest first."""
    return DumpsPage(
        latest=_detail(offered[0]) if offered else None,
        earlier=tuple(_summary(dump) for dump in offered[1:]),
    )


def dump_page(dump: Kept, offered: Sequence[Kept]) -> DumpPage:
    newest = offered[0]
    return DumpPage(
        detail=_detail(dump),
        newest=_link(newest) if newest.name != dump.name else None,
    )


def size_text(size: int) -> str:
    """A number of bytes: "68 kB", "1.2 MB"."""
    amount, unit = float(size), _UNITS[0]
    for larger in _UNITS[1:]:
        # What would be rounded to 1,000 of a unit is 1 of the next.
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    decimals = 1 if unit != _UNITS[0] and amount < 9.95 else 0
    return f"{amount:,.{decimals}f} {unit}"


def _link(dump: Kept) -> Link:
    return Link(dump.name, reverse("dump:detail", args=[dump.name]))


def _summary(dump: Kept) -> DumpSummary:
    manifest = dump.manifest
    return DumpSummary(
        link=_link(dump),
        date=date_text(manifest.created_at.date().isoformat()),
        seq=f"{manifest.seq:,}",
        ranking=Link(str(manifest.ranking), reverse("ranking:detail", args=[manifest.ranking])),
        size=size_text(sum(file.size for file in manifest.files.values())),
    )


def _detail(dump: Kept) -> DumpDetail:
    manifest = dump.manifest
    claims = absolute(_file_url(dump, "claims.csv.gz"))
    return DumpDetail(
        summary=_summary(dump),
        versions=f"{manifest.standard}, {manifest.method}, {manifest.card_schema}",
        attribution=manifest.attribution,
        tables=_tables(dump),
        manifest=Link(MANIFEST, _file_url(dump, MANIFEST)),
        reading=tuple(
            CopyBlock(f"read-{name}", label, text.replace("{claims}", claims))
            for name, label, text in _READING
        ),
        checking=CopyBlock("check", "Python, in the folder of the download", _CHECKING),
        citation=_citation(dump),
    )


def _file_url(dump: Kept, file: str) -> str:
    return reverse("dump:file", args=[dump.name, file])


def _tables(dump: Kept) -> tuple[DumpTable, ...]:
    """Files of the same rows together, in the order of the manifest."""
    names = list(dict.fromkeys(_stem(name) for name in dump.manifest.files))
    by_name = sorted(dump.manifest.files.values(), key=lambda file: names.index(_stem(file.name)))
    return tuple(
        _table(dump, name, tuple(files))
        for name, files in groupby(by_name, lambda file: _stem(file.name))
    )


def _stem(file: str) -> str:
    return file.partition(".")[0]


def _table(dump: Kept, name: str, files: tuple[ListedFile, ...]) -> DumpTable:
    first = files[0]
    return DumpTable(
        anchor=name,
        title=name.capitalize(),
        meaning=first.meaning,
        rows=f"{first.rows:,}",
        files=tuple(
            DumpFile(
                link=Link(file.name, _file_url(dump, file.name)),
                form=_FORMS[file.name.partition(".")[2]],
                size=size_text(file.size),
                sha256=file.sha256,
            )
            for file in files
        ),
        columns=tuple(
            DumpColumn(column.name, column.kind, column.meaning) for column in first.columns
        ),
    )


def _citation(dump: Kept) -> Citation:
    """Of exactly these bytes: the digest is that of the manifest, which has all the others."""
    work = Work(
        key=f"mdr.dump.{dump.name}",
        title=f"Dump {dump.name} of all cards, claims, figures, rankings and known models",
        author=PUBLISHER,
        published=dump.manifest.created_at.date(),
        address=absolute(reverse("dump:detail", args=[dump.name])),
        digest=f"sha256:{sha256_of(dump.folder / MANIFEST)}",
    )
    return Citation(
        text=plain_text(work),
        formats=tuple(
            CopyBlock(f"cite-{form.suffix.partition('.')[0]}", form.name, form.write(work).strip())
            for form in FORMATS.values()
        ),
    )
