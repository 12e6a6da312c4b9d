"""Text search finds the same on both databases, whatever is typed, and is kept in step."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from registry.models import CatalogueEntry, search_index
from registry.rules.catalogue import search_text
from registry.rules.catalogue.query import parse
from tests.factories.catalogue import add_entry

pytestmark = pytest.mark.django_db

TEXTS = {
    "Kagami": ["学習の透明性と開示", "H800 を 512 枚"],
    "Straße": ["Résumé of ＧＰＴ", "100% of it", 'he said "never"'],
    "Snow_Line": ["a*b OR NOT near(x)", "C:\\models\\new", "it's"],
    "Plain": ["100 of it", "snowxline", "words\nwords"],
}


@pytest.fixture
def texts(empty_registry: None) -> None:
    for name, lines in TEXTS.items():
        add_entry(name, texts=lines)


def found(words: str) -> set[str]:
    query = parse({"q": [words]})
    return set(CatalogueEntry.objects.matching(query).values_list("name", flat=True))


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("透明", {"Kagami"}),
        ("開示", {"Kagami"}),
        ("透明性と開示", {"Kagami"}),
        ("枚", {"Kagami"}),
        ("透明 h800", {"Kagami"}),
        ("h８００", {"Kagami"}),
        ("透明 plain", set()),
        ("gpt", {"Straße"}),
        ("GPT", {"Straße"}),
        ("strasse", {"Straße"}),
        ("STRASSE résumé", {"Straße"}),
        ("resume\N{COMBINING ACUTE ACCENT}", set()),
        ("re\N{COMBINING ACUTE ACCENT}sume\N{COMBINING ACUTE ACCENT}", {"Straße"}),
        ("100%", {"Straße"}),
        ("%", {"Straße"}),
        ("snow_line", {"Snow_Line"}),
        ("_", {"Snow_Line"}),
        ("a*b", {"Snow_Line"}),
        ("wor*", set()),
        ('"never"', {"Straße"}),
        ('"', {"Straße"}),
        ('""""', set()),
        ("near(x)", {"Snow_Line"}),
        ("or not", {"Snow_Line"}),
        ("search_text:gpt", set()),
        ("gpt -resume", set()),
        ("^gpt", set()),
        ("c:\\models\\new", {"Snow_Line"}),
        ("\\", {"Snow_Line"}),
        ("it's", {"Snow_Line"}),
        ("'; drop table x; --", set()),
        ("words words", {"Plain"}),
        ("itsnow", set()),
        ("lab of many", set()),
        ("🧪🧪🧪", set()),
    ],
)  # fmt: skip
def test_what_is_found(words: str, names: set[str]) -> None:
    assert found(words) == names


@pytest.mark.usefixtures("texts")
def test_every_part_of_every_text_is_found() -> None:
    for name, lines in TEXTS.items():
        for line in (name, *lines):
            for word in search_text.folded(line).split():
                for length in (1, 2, 3, 4):
                    for start in range(len(word) - length + 1):
                        assert name in found(word[start : start + length]), word


@pytest.mark.usefixtures("texts")
def test_the_index_follows_every_way_of_writing() -> None:
    plain = CatalogueEntry.objects.get(name="Plain")
    CatalogueEntry.objects.filter(pk=plain.pk).update(search_text="quite another")
    assert (found("snowxline"), found("another")) == (set(), {"Plain"})
    plain.search_text = "the third text"
    CatalogueEntry.objects.bulk_create(
        [plain],
        update_conflicts=True,
        unique_fields=["release"],
        update_fields=["search_text"],
    )
    assert (found("another"), found("third")) == (set(), {"Plain"})
    CatalogueEntry.objects.filter(pk=plain.pk).delete()
    assert found("third") == set()
    check_index()


@pytest.mark.usefixtures("texts")
def test_migrating_again_makes_what_is_missing() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER catalogue_search_added")
            cursor.execute("DROP TABLE catalogue_search")
        else:
            cursor.execute("DROP INDEX catalogue_search_trigrams")
            cursor.execute(
                "ALTER TABLE registry_catalogueentry "
                'ALTER sort_name TYPE varchar(400) COLLATE "en-x-icu"'
            )
    call_command("migrate", verbosity=0)
    assert found("gpt") == {"Straße"}
    add_entry("Another", texts=["unheard of"])
    assert found("unheard") == {"Another"}
    check_index()


def check_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO catalogue_search(catalogue_search, rank) VALUES ('integrity-check', 1)"
            )
        else:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE indexname = 'catalogue_search_trigrams'"
            )
            assert "gin_trgm_ops" in cursor.fetchone()[0]
            cursor.execute(
                "SELECT collation_name FROM information_schema.columns WHERE table_name = "
                "'registry_catalogueentry' AND column_name IN ('public_id', 'sort_name')"
            )
            assert cursor.fetchall() == [("C",), ("C",)]


@pytest.mark.usefixtures("texts")
def test_a_server_without_trigrams_is_told_of_and_finds_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has extensions")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX catalogue_search_trigrams")
    refused = ("CREATE EXTENSION IF NOT EXISTS an_extension_that_is_not_there",)
    monkeypatch.setattr(search_index, "MADE_FOR_POSTGRESQL", refused)
    with caplog.at_level(logging.WARNING):
        search_index.install_after_migrate(using="default")
    assert "python manage.py migrate" in caplog.text
    assert "an_extension_that_is_not_there" in caplog.text
    assert found("透明性") == {"Kagami"}
    assert found("100%") == {"Straße"}


def test_a_database_from_before_the_catalogue_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_cursor(*args: Any) -> None:
        raise DatabaseError("nothing is to be made")

    monkeypatch.setattr(search_index, "TABLE", "registry_unheard_of")
    monkeypatch.setattr(search_index, "_index_trigrams", no_cursor)
    monkeypatch.setattr(search_index.transaction, "atomic", no_cursor)
    search_index.install_after_migrate(using="default", plan=[object()])
