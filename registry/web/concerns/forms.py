"""What is asked of a reader who reports a concern."""

from __future__ import annotations

from typing import Any

from django import forms

from registry.rules.concerns import (
    LONGEST_CONTACT,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_STATEMENT,
    MOST_LINKS,
    find_link_faults,
    find_statement_faults,
    read_links,
)
from registry.rules.standard import load_standard
from registry.web.named_errors import NamedErrors


class Concern(NamedErrors):
    """``website`` is no question: people do not see it, and programs that fill in all do."""

    statement = forms.CharField(
        label="Statement",
        max_length=LONGEST_STATEMENT * 4,
        help_text="Say what the card states, what is true instead, and how everybody can check "
        "it. It is read by editors only.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": find_statement_faults("")},
    )
    links = forms.CharField(
        label="Links",
        max_length=(MOST_LINKS + 5) * LONGEST_LINK,
        help_text="Where everybody can check it: at least one public address, one a line, such as "
        "a paper, a report or a page of the lab.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": find_link_faults(())},
    )
    item = forms.ChoiceField(label="Claim", required=False)
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=LONGEST_NAME,
        help_text="For editors alone. Leave it empty to stay anonymous.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=LONGEST_CONTACT,
        help_text="For editors alone. With it you are told what becomes of the concern.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "E-mail address: found no address. Expected one such as "
            "name@example.org, or nothing."
        },
    )
    website = forms.CharField(required=False, label="Leave this empty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [
            ("", "The card as a whole, or several claims"),
            *((item.id, f"{item.id} {item.title}") for item in load_standard().items),
        ]
        field.error_messages["invalid_choice"] = (
            "Claim: found one that the standard does not have. Expected one of the list."
        )

    def clean_statement(self) -> str:
        statement: str = self.cleaned_data["statement"]
        if fault := find_statement_faults(statement):
            raise forms.ValidationError(fault)
        return statement

    def clean_links(self) -> tuple[str, ...]:
        links = read_links(self.cleaned_data["links"])
        if fault := find_link_faults(links):
            raise forms.ValidationError(fault)
        return links

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"]
        if website:
            raise forms.ValidationError(
                "Found something in a field that people do not see. Empty it, or let your browser "
                "not fill it in, and send the form again."
            )
        return website
