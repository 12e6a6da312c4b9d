"""Errors of forms name their field, what was found and what is expected."""

from __future__ import annotations

from django import forms

from registry.web.named_errors import NamedErrors


class Asked(NamedErrors):
    reason = forms.CharField(label="Reason?", max_length=3)
    ground = forms.ChoiceField(label="Ground", choices=[("a", "A")])
    sure = forms.BooleanField(label="Withdraw it")
    letter = forms.CharField(label="Letter", error_messages={"required": "Write the letter."})


def errors_of(**given: str) -> dict[str, list[str]]:
    return {name: list(told) for name, told in Asked(given).errors.items()}


def test_every_message_names_its_field_but_those_of_a_field_s_own() -> None:
    assert errors_of() == {
        "reason": ["Reason: found nothing, expected a text of at most 3 characters."],
        "ground": ["Ground: found nothing chosen, expected one of the list."],
        "sure": ["Withdraw it: found no tick, expected one."],
        "letter": ["Write the letter."],
    }
    assert errors_of(reason="four", ground="b", sure="on", letter="Dear all") == {
        "reason": ["Reason: found 4 characters, expected at most 3."],
        "ground": ["Ground: found “b”, expected one of the list."],
    }
