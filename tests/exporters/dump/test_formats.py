"""What other programs make of the files, and what hostile text and numbers do not make of them."""

from __future__ import annotations

import copy
import csv
import gzip
import io
import json
import math
import re
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas
import pytest

from registry.exporters.csv_text import unguarded
from registry.exporters.dump import about, parquet
from registry.exporters.dump.columns import Kind
from registry.exporters.dump.files import TABLES
from registry.exporters.dump.manifest import MANIFEST, read_manifest
from registry.exporters.dump.state import DumpRefused
from registry.models import Actor, CardContent, Change, ClaimGrade, Ranking
from tests.exporters.dump.conftest import csv_rows, unpacked, write
from tests.factories.hostile_text import with_hostile_text
from tests.factories.registry import add_lab, add_release, publish_card
from tests.factories.small_card import SOURCE, small_card

ROOT = Path(__file__).parents[3]
NAMES = [table.name for table in TABLES]
IN_PARQUET = [table.name for table in TABLES if table.in_parquet]
HOSTILE = (
    '=HYPERLINK("https://example.org/?"&A1,"x")',
    '+1,"quoted", \'single\' and ; | \\ " ""',
    "-2+3;日本語の文章、カンマ、「引用」",
    "@SUM(A1) שלום مرحبا",
    "'=1 already guarded",
    "＝１＋１ in wide letters",
    "<script>alert(1)</script> &amp; NULL None NaN inf",
    "first line\nsecond line, \tand a tab",
)
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")

pytestmark = pytest.mark.django_db


def test_the_manifest_tells_of_files_state_and_terms(starter_dump: Path) -> None:
    manifest = json.loads((starter_dump / MANIFEST).read_bytes())
    on_disk = {path.name for path in starter_dump.iterdir()}
    assert on_disk == {*manifest["files"], MANIFEST}
    assert on_disk - {MANIFEST} == {
        "cards.jsonl.gz",
        *(f"{name}.csv.gz" for name in NAMES),
        *(f"{name}.parquet" for name in IN_PARQUET),
    }
    for name, listed in manifest["files"].items():
        data = (starter_dump / name).read_bytes()
        assert (listed["sha256"], listed["bytes"]) == (sha256(data).hexdigest(), len(data))
        assert listed["description"].endswith(".")
        assert listed["columns"]
    last = Change.objects.order_by("-seq")[0]
    ranking = Ranking.objects.current().get()
    assert manifest["name"] == f"{last.at:%Y-%m-%d}-{last.seq}"
    assert datetime.fromisoformat(manifest["created_at"]) == last.at
    assert (manifest["seq"], manifest["current_ranking"]) == (last.seq, ranking.number)
    assert (manifest["card_schema"], manifest["standard"], manifest["method"]) == (
        "1.0",
        ranking.standard_version,
        ranking.method_version,
    )
    assert manifest["license"] == "CC-BY-4.0"
    assert "Epoch AI" in manifest["attribution"]


def test_the_generator_is_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"{project['name']} {project['version']}" == about.GENERATOR


def test_the_same_state_makes_the_same_bytes(
    starter_dump: Path, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(17):
        write(tmp_path / "again")
    for path in (tmp_path / "again").iterdir():
        if path.name != MANIFEST:
            assert path.read_bytes() == (starter_dump / path.name).read_bytes(), path.name
    write(tmp_path / "parquet", with_parquet=True)
    for path in starter_dump.iterdir():
        assert (tmp_path / "parquet" / path.name).read_bytes() == path.read_bytes(), path.name


def test_compressed_files_say_nothing_of_when_and_where(starter_dump: Path) -> None:
    for path in starter_dump.glob("*.gz"):
        head = path.read_bytes()[:10]
        flags, time = head[3], head[4:8]
        assert (flags, time) == (0, bytes(4))


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_pandas_reads_every_table(table: Any, starter_dump: Path) -> None:
    frame = pandas.read_csv(starter_dump / f"{table.name}.csv.gz")
    rows = csv_rows(starter_dump, table.name)
    assert len(frame) == len(rows)
    assert list(frame.columns) == [column.name for column in table.columns]
    for column in table.columns:
        cells = frame[column.name]
        # A column without a single value has no type.
        if column.kind in {Kind.INTEGER, Kind.NUMBER, Kind.DECIMAL} and cells.notna().any():
            assert pandas.api.types.is_numeric_dtype(cells), column.name
        if column.kind is Kind.BOOLEAN:
            assert pandas.api.types.is_bool_dtype(cells), column.name


def typed(cell: str, kind: str) -> Any:
    """A cell of a CSV file as what its column holds."""
    if cell == "":
        return None
    match kind:
        case Kind.INTEGER:
            return int(cell)
        case Kind.NUMBER:
            return float(cell)
        case Kind.DECIMAL:
            return Decimal(cell)
        case Kind.BOOLEAN:
            return {"true": True, "false": False}[cell]
        case Kind.DAY:
            return date.fromisoformat(cell)
        case Kind.TIME:
            return datetime.fromisoformat(cell)
    return unguarded(cell)


def assert_parquet_equals_csv(folder: Path, table: Any) -> None:
    pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
    kinds = {column.name: column.kind for column in table.columns}
    expected = [
        {name: typed(cell, kinds[name]) for name, cell in row.items()}
        for row in csv_rows(folder, table.name)
    ]
    found = pyarrow_parquet.read_table(folder / f"{table.name}.parquet")
    assert found.to_pylist() == expected
    assert all(
        value.tzinfo in {UTC, None} or value.utcoffset().total_seconds() == 0
        for row in found.to_pylist()
        for value in row.values()
        if isinstance(value, datetime)
    )


@pytest.mark.parametrize("name", IN_PARQUET)
def test_parquet_equals_csv(name: str, starter_dump: Path) -> None:
    (table,) = (table for table in TABLES if table.name == name)
    assert_parquet_equals_csv(starter_dump, table)


@pytest.mark.parametrize("name", IN_PARQUET)
def test_parquet_says_what_it_is(name: str, starter_dump: Path) -> None:
    pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
    manifest = json.loads((starter_dump / MANIFEST).read_bytes())
    schema = pyarrow_parquet.read_schema(starter_dump / f"{name}.parquet")
    said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert said["license"] == "CC-BY-4.0"
    assert (said["seq"], said["form"], said["kind"]) == (
        str(manifest["seq"]),
        str(about.FORM),
        about.KIND,
    )
    listed = manifest["files"][f"{name}.parquet"]["columns"]
    assert [(field.name, field.metadata[b"description"].decode()) for field in schema] == [
        (column["name"], column["description"]) for column in listed
    ]


def test_parquet_is_written_group_after_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "ROWS_IN_A_GROUP", 500)
    write(tmp_path / "out", with_parquet=True)
    found = pyarrow_parquet.ParquetFile(tmp_path / "out" / "claims.parquet").metadata
    assert (found.num_rows, found.num_row_groups) == (31 * 64, 4)
    for table in TABLES:
        if table.in_parquet:
            assert_parquet_equals_csv(tmp_path / "out", table)


def test_without_pyarrow_it_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(parquet, "import_module", missing)
    with pytest.raises(DumpRefused, match="Parquet needs pyarrow, which is not installed"):
        write(tmp_path / "out", with_parquet=True)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path / "out")


def hostile_card() -> dict[str, Any]:
    original = small_card()
    original["identity"]["model_version"]["evidence"] = [dict(SOURCE)]
    document = with_hostile_text(original, *HOSTILE)
    for member in ("card_id", "schema_version", "language"):
        document[member] = original[member]
    document["model"] = copy.deepcopy(original["model"])
    document["model"]["name"] = HOSTILE[0]
    run = document["compute"]["final_run"]["value"]
    run["flop"] = {"value": 1e308, "as_stated": HOSTILE[1]}
    run["accelerator_hours"] = {"low": 5e-324, "high": 1e308}
    return document


def test_hostile_text_and_numbers_come_through_as_they_are(tmp_path: Path, editor: Actor) -> None:
    version = publish_card(editor, hostile_card())
    lab = add_lab(editor, "hostile-lab", '=cmd|" /C calc"!A0, 悪い研究所')
    add_release(editor, lab, "hostile-model", name="\"'=1+1")
    folder = tmp_path / "out"
    write(folder, with_parquet=True)

    for name in NAMES:
        for row in csv_rows(folder, name):
            for cell in row.values():
                assert not FORMULA.match(cell) or math.isfinite(float(cell)), cell
    for table in TABLES:
        if table.in_parquet:
            assert_parquet_equals_csv(folder, table)

    claims = {
        row["item"]: row
        for row in csv_rows(folder, "claims")
        if row["model"] == "example-lab/model-1"
    }
    stored = ClaimGrade.objects.filter(grading__current_on=version.card)
    answers = dict(stored.values_list("item", "answer"))
    assert {item: unguarded(row["answer"]) for item, row in claims.items()} == answers
    assert sum(text in answer for answer in answers.values() for text in HOSTILE) > 5
    assert {unguarded(row["model_name"]) for row in claims.values()} == {HOSTILE[0]}
    figures = {
        row["measure"]: row
        for row in csv_rows(folder, "figures")
        if row["model"] == "example-lab/model-1"
    }
    assert float(figures["flop"]["high"]) == 1e308
    assert unguarded(figures["flop"]["as_stated"]) == HOSTILE[1]
    assert float(figures["accelerator_hours"]["low"]) == 5e-324
    models = {row["model"]: row for row in csv_rows(folder, "models")}
    assert models["hostile-lab/hostile-model"]["model_name"] == "\"'=1+1"
    assert unguarded(models["hostile-lab/hostile-model"]["lab_name"]).startswith("=cmd|")

    lines = unpacked(folder, "cards.jsonl.gz").splitlines()
    (line,) = (line for line in lines if line.startswith(b'{"id":"example-lab/model-1"'))
    canonical = CardContent.objects.get(version=version).canonical
    assert line.partition(b',"card":')[2] == canonical.encode() + b"}"


def test_a_line_of_a_text_is_not_a_line_of_the_file(tmp_path: Path, editor: Actor) -> None:
    publish_card(editor, hostile_card())
    write(tmp_path / "out")
    text = gzip.decompress((tmp_path / "out" / "claims.csv.gz").read_bytes()).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None
    assert len(rows) - 1 == manifest.files["claims.csv.gz"].rows
    assert any("\n" in cell for row in rows for cell in row)
    frame = pandas.read_csv(tmp_path / "out" / "claims.csv.gz")
    assert len(frame) == len(rows) - 1
