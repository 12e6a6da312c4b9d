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


class Chosen(Plain, forms.Form):
    """Questions that are answered by choosing."""

    role = forms.ChoiceField(
        choices=[("submitter", "Submitter"), ("representative", "広報担当者")],
        widget=forms.RadioSelect,
    )
    seen = forms.BooleanField()
    words: ClassVar[Words] = {
        "role": ("What do you want to be?", "Choose what you want to be."),
        "seen": ("I found the code there", "Tick the box if you found the code."),
    }


def _filled(prefix: str, name: str) -> Asked:
    return Asked({"name": name}, auto_id=f"{prefix}-%s")


ANSWERED = _filled("answered", "Ada Lovelace")
EMPTY = _filled("empty", "")
SUMMED_UP = _filled("summed-up", "")
CHOOSING = Chosen(auto_id="choosing-%s")
NOT_CHOSEN = Chosen({}, auto_id="not-chosen-%s")
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
        "question",
        "A question of any kind: to write, to choose or to tick.",
        (
            Example("To choose", {"field": CHOOSING["role"]}),
            Example("Nothing chosen", {"field": NOT_CHOSEN["role"]}),
            Example("To tick", {"field": CHOOSING["seen"]}),
            Example("Not ticked", {"field": NOT_CHOSEN["seen"]}),
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
