"""Forms whose errors say which field, what was found in it and what is expected."""

from __future__ import annotations

from django import forms

EXAMPLE = "https://example.org/report"


class NamedErrors(forms.Form):
    """A form whose messages name their fields; those that a field has of its own stay as they are.

    The list of all errors stands at the top of the page, where "This field is required." says
    nothing.
    """

    def full_clean(self) -> None:
        for field in self.fields.values():
            name = str(field.label).rstrip("?.")
            for code, message in _messages(field).items():
                if _is_usual(field, code):
                    field.error_messages[code] = f"{name}: {message}."
        super().full_clean()


def _messages(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.BooleanField):
        return {"required": "found no tick, expected one"}
    if isinstance(field, forms.ChoiceField):
        return {
            "required": "found nothing chosen, expected one of the list",
            "invalid_choice": "found “%(value)s”, expected one of the list",
        }
    if isinstance(field, forms.CharField):
        most = f" of at most {field.max_length:,} characters" if field.max_length else ""
        found = {
            "required": f"found nothing, expected a text{most}",
            "max_length": "found %(show_value)d characters, expected at most %(limit_value)d",
        }
        if isinstance(field, forms.URLField):
            found["invalid"] = f"found no web address, expected one such as {EXAMPLE}"
        return found
    return {"required": "found nothing, expected an answer"}


def _is_usual(field: forms.Field, code: str) -> bool:
    """Whether the field says of ``code`` what all of its class say."""
    usual: dict[str, object] = {}
    for one in reversed(type(field).__mro__):
        usual |= getattr(one, "default_error_messages", {})
    return field.error_messages.get(code) == usual.get(code)
