"""Names of inputs: the path of a value in the card, and the inputs that stand around it."""

from __future__ import annotations

from registry.rules.pointer import split_pointer

# Controls of the form itself; no field of a card begins with it.
CONTROL = "_"
# Below a figure, a list of choices or a status: what the page showed, so that a value that was not
# touched stays as it is.
WAS = "~was"
# Beside a figure's text: the parts that say how exact it is.
PARTS_OF_A_FIGURE = ("precision", "significant_figures", "as_stated")
PARTS_OF_MONEY = ("currency", "price_year", *PARTS_OF_A_FIGURE)
# A claim that says nothing.
SILENT = "silent"


def name_of(pointer: str) -> str:
    """The name of the input at a JSON pointer: ``/cost/final_run/value`` is
    ``cost.final_run.value``.
    """
    return ".".join(str(token) for token in split_pointer(pointer))


def joined(name: str, key: str | int) -> str:
    return f"{name}.{key}" if name else str(key)
