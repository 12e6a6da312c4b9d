"""Forms that people fill in: a question, what is wrong with the answers, a form as a whole."""

from typing import ClassVar

from django import forms

from registry.web.accounts.forms import Plain, Words
from registry.web.gallery.example import Component, Example


class Asked(Plain, forms.Form):
    """Questions with and without a hint, with long words and with Japanese."""

    name = forms.CharField(max_length=100)
    zone = forms.ChoiceField(
        required=False, choices=[("", "As my browser says"), ("JST", "日本標準時")]
    )
    words: ClassVar[Words] = {
        "name": ("Your name", "Enter your name.", "Shown beside what you do in the registry."),
        "zone": ("時間帯", "", "締め切りはすべて協定世界時です。"),
    }


def _filled(prefix: str, name: str) -> Asked:
    return Asked({"name": name}, auto_id=f"{prefix}-%s")


ANSWERED = _filled("answered", "Ada Lovelace")
EMPTY = _filled("empty", "")
SUMMED_UP = _filled("summed-up", "")
WHOLE = Asked(auto_id="whole-%s")

COMPONENTS = (
    Component(
        "field",
        "One question of a form, with its hint and what is wrong with the answer.",
        (
            Example("Answered", {"field": ANSWERED["name"]}),
            Example("Not answered", {"field": EMPTY["name"]}),
            Example("Optional, in Japanese", {"field": ANSWERED["zone"]}),
        ),
    ),
    Component(
        "error_summary",
        "All that is wrong with a form, at the top of its page; each line leads to a field.",
        (Example("One answer is missing", {"form": SUMMED_UP, "first": SUMMED_UP["name"]}),),
    ),
    Component(
        "form",
        "A form with one button.",
        (Example("Nothing filled in", {"form": WHOLE, "button": "Save"}),),
    ),
)
