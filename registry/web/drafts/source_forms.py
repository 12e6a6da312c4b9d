"""Forms that take a file or a text: read as data, kept beside the draft, never served back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import File

from registry.actions.audit import now
from registry.actions.imports import Source
from registry.importers.reading import MAXIMUM_BYTES
from registry.models import DraftImport
from registry.rules.errors import Refused
from registry.web.presenters.draft_imports import refusal_texts

READ = (
    "A card of this registry as JSON or YAML, a README of Hugging Face, or any text with figures."
)
AGAIN = "Choose the file again: a browser forgets it when a form comes back."


class GivenText(forms.Form):
    """A file or a pasted text, of 2 MiB at most."""

    file = forms.FileField(
        label="File",
        help_text=f"{READ} At most 2 MiB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.yaml,.yml,.md,.markdown,.txt"}),
    )
    text = forms.CharField(
        label="Text",
        help_text=READ,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_file(self) -> File[bytes] | None:
        file: File[bytes] | None = self.cleaned_data["file"]
        if file is not None:
            _refuse_large(file.size or 0)
        return file

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        _refuse_large(len(text.encode(errors="replace")))
        return text

    def file_source(self) -> Source:
        file = self.cleaned_data["file"]
        return Source(DraftImport.Origin.FILE, file.name, file.read())

    def text_source(self) -> Source:
        name = f"pasted {now():%-d %B %Y, %H:%M} UTC"
        raw = self.cleaned_data["text"].encode(errors="replace")
        return Source(DraftImport.Origin.PASTE, name, raw)

    def refuse(self, refused: Refused) -> None:
        """Say at the form what the registry does not accept; what was typed stays."""
        self.add_error(None, list(refusal_texts(refused)))
        self._ask_again_for_the_file()

    def full_clean(self) -> None:
        super().full_clean()
        self._ask_again_for_the_file()

    def _takes_the_file(self) -> bool:
        return True

    def _ask_again_for_the_file(self) -> None:
        has_other_errors = self.is_bound and self.errors and "file" not in self.errors
        if has_other_errors and self.files and self._takes_the_file():
            self.add_error("file", AGAIN)


class Bring(GivenText):
    """Exactly one of the two, for a draft that is under way."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        has_text = bool(data["text"].strip())
        if data["file"] and has_text:
            self.add_error("text", "There is a file and a text. Give one at a time.")
        elif not (data["file"] or has_text):
            self.add_error("file", "Nothing is given. Choose a file, or paste a text below.")
        return data

    def source(self) -> Source:
        return self.file_source() if self.cleaned_data["file"] else self.text_source()


def _refuse_large(count: int) -> None:
    if count > MAXIMUM_BYTES:
        raise forms.ValidationError(
            f"Found {count:,} bytes; at most {MAXIMUM_BYTES:,} (2 MiB) are read. Cut what is no "
            "statement about the model: images, logs, long tables of results."
        )
