from __future__ import annotations

from typing import Any

import pytest

from registry.rules.review.leaks import (
    Leak,
    LeakKind,
    Secret,
    find_leaks,
    secrets_of_note,
    secrets_of_person,
)

WHOSE = "Referee 1"
PERSON = secrets_of_person(
    WHOSE,
    names=["José Núñez García"],
    emails=["jose.nunez+review@uni-example.org"],
    affiliations=["Universidad de Ejemplo"],
    orcid="0000-0002-1825-009X",
)
LI = secrets_of_person(WHOSE, names=["Wei Li"])


def kinds(text: str, secrets: tuple[Secret, ...] = PERSON) -> set[LeakKind]:
    return {leak.secret.kind for leak in find_leaks(text, secrets)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Signed, José Núñez García", LeakKind.NAME),
        ("JOSE NUNEZ GARCIA wrote this", LeakKind.NAME),
        ("see jose_nunez_garcia/notes", LeakKind.NAME),
        ("José  Núñez\u00a0García", LeakKind.NAME),
        ("Jos\u200bé Nu\u0301n\u0303ez Garc\u00adía", LeakKind.NAME),
        ("ＪＯＳＥ Núñez García", LeakKind.NAME),
        ("García, José Núñez", LeakKind.NAME),
        ("https://josenunezgarcia.example.org/", LeakKind.NAME),
        ("@GarciaJoseNunez", LeakKind.NAME),
        ("J. N. García et al.", LeakKind.PART_OF_NAME),
        ("García JN (2024)", LeakKind.PART_OF_NAME),
        ("as Núñez showed", LeakKind.PART_OF_NAME),
        ("write to jose.nunez+review@uni-example.org", LeakKind.EMAIL),
        ("<JOSE.NUNEZ+REVIEW@UNI-EXAMPLE.ORG>", LeakKind.EMAIL),
        ("github.com/jose-nunez", LeakKind.LOCAL_PART),
        ("at the Universidad  de ejemplo,", LeakKind.AFFILIATION),
        ("orcid.org/0000-0002-1825-009X", LeakKind.ORCID),
        ("000000021825009x", LeakKind.ORCID),
    ],
)
def test_every_spelling_is_found(text: str, kind: LeakKind) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The lab trained on 64 nodes.",
        "the garciaparra method",
        "universidades de ejemplos",
        "0000-0002-1825-0097",
        "nuñezia",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text", ["line", "the weighted line", "Lithium", "weili2", "li-ion? no: lion"]
)
def test_short_names_are_found_as_whole_words_only(text: str) -> None:
    found = kinds(text, LI)
    assert found == ({LeakKind.PART_OF_NAME} if "li-ion" in text else set())


def test_what_can_be_chance_is_not_certain() -> None:
    (leak,) = find_leaks({"a": "Li showed it"}, LI)
    assert not leak.secret.certain
    assert leak.words == "/a: possibly the part of a name of Referee 1"
    (leak,) = find_leaks({"a": "Li Wei showed it"}, LI)
    assert leak.words == "/a: the name of Referee 1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("张伟", "本报告由张伟撰写"),
        ("山田太郎", "山田太郎さん"),
        ("김철수", "김철수는 썼다"),
        ("สมชาย", "โดยสมชายครับ"),
        ("Søren Ærø", "soren aero"),
        ("Łukasz Żak", "LUKASZ ZAK"),
        ("Weiß", "WEISS"),
        ("İpek Işık", "ipek isik"),
        ("Pat O'Brien", "pat OBRIEN"),
        ("Ольга Иванова", "ольга ИВАНОВА"),
    ],
)
def test_names_of_many_scripts(name: str, text: str) -> None:
    assert LeakKind.NAME in kinds(text, secrets_of_person(WHOSE, names=[name]))
    assert kinds("nothing of the kind", secrets_of_person(WHOSE, names=[name])) == set()


@pytest.mark.parametrize(
    ("email", "certain"), [("info@example.org", False), ("jdoe77@a.org", True)]
)
def test_short_local_parts_are_not_certain(email: str, *, certain: bool) -> None:
    local = email.partition("@")[0]
    (leak,) = find_leaks([f"about {local}."], secrets_of_person(WHOSE, emails=[email]))
    assert (leak.pointer, leak.secret.certain) == ("/0", certain)


@pytest.mark.parametrize("nothing", [{}, {"names": ["", "—"], "emails": ["@"], "orcid": ""}])
def test_nothing_known_finds_nothing(nothing: Any) -> None:
    assert find_leaks({"text": "— @ anything"}, secrets_of_person(WHOSE, **nothing)) == ()


NOTE = "I doubt the lab's invoices! I agree.\nCANARY-5f1d93b2\nDo not trust table 4."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i doubt the labs invoices", 1),
        ("We say: I doubt the lab’s invoices, all of them", 1),
        ("I agree.", 0),
        ("canary 5F1D93B2", 1),
        ("do not trust table 4 do not", 1),
        (NOTE, 3),
    ],
)
def test_sentences_of_a_note_are_found(text: str, found: int) -> None:
    leaks = find_leaks({"reports": [{"summary": text}]}, secrets_of_note("Referee 2", NOTE))
    assert len(leaks) == found
    assert {leak.pointer for leak in leaks} == ({"/reports/0/summary"} if found else set())
    assert {leak.secret.kind for leak in leaks} == ({LeakKind.NOTE} if found else set())


@pytest.mark.parametrize(
    ("note", "known"),
    [
        ("It is a lie.", True),
        ("It is bad.", False),
        ("Fraud everywhere?", True),
        ("abcdefghijkl", True),
        ("abcdefghijk", False),
        ("abcd efghijkl", True),
        ("abcd efghijk", False),
    ],
)
def test_a_sentence_is_long_enough_to_be_known_again(note: str, *, known: bool) -> None:
    assert bool(secrets_of_note(WHOSE, note)) is known


def test_a_single_letter_is_no_part_of_a_name() -> None:
    secrets = secrets_of_person(WHOSE, names=["J. Doe"])
    assert kinds("J is the total, D the rest", secrets) == set()
    assert kinds("Doe, J.", secrets) == {LeakKind.NAME}
    assert kinds("the Doe method", secrets) == {LeakKind.PART_OF_NAME}


def test_an_empty_note_has_no_secrets() -> None:
    assert secrets_of_note(WHOSE, " \n. ") == ()


def test_every_text_and_key_is_looked_at() -> None:
    secret = Secret(LeakKind.NAME, "Ann Other", WHOSE)
    file = {"a": [{"b/c": "by ann other"}, 1, None, True], "Ann Other": {"d": ["Ann-Other", "x"]}}
    assert find_leaks(file, [secret]) == (
        Leak("/a/0/b~1c", secret),
        Leak("/Ann Other", secret),
        Leak("/Ann Other/d/0", secret),
    )


def test_each_secret_is_told_once_a_place() -> None:
    assert len(find_leaks("张伟 and 张伟", secrets_of_person(WHOSE, names=["张伟", "张 伟"]))) == 1
    both = secrets_of_person("A", names=["Ann Li"]) + secrets_of_person("B", names=["Bo Li"])
    assert [leak.secret.whose for leak in find_leaks("Ann Li and Li", both)] == ["A", "B"]


@pytest.mark.parametrize("text", ["", " ", "—"])
def test_a_secret_without_words_is_nowhere(text: str) -> None:
    assert find_leaks({"a": "", "b": "— x"}, [Secret(LeakKind.NAME, text, WHOSE)]) == ()
