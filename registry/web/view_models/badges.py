"""Badges: one line with a bar, drawn as a picture of its own."""

from __future__ import annotations

from dataclasses import dataclass

from registry.rules.typesetting import text_width
from registry.web.view_models.shared import Bar

TYPE_SIZE = 11
PADDING = 7
BAR_WIDTH = 54


@dataclass(frozen=True, slots=True)
class BadgeImage:
    """``label`` on dark ground, then the bar where there is one, then ``message`` on paper.

    ``title`` says it all in a sentence, for those who listen and where the mouse rests. Lengths are
    in pixels; text is given its length, so that another font cannot overflow.
    """

    label: str
    message: str
    title: str
    bar: Bar | None = None
    is_error: bool = False

    @property
    def label_length(self) -> int:
        return round(text_width(self.label, TYPE_SIZE))

    @property
    def message_length(self) -> int:
        return round(text_width(self.message, TYPE_SIZE))

    @property
    def label_start(self) -> int:
        return PADDING

    @property
    def ground_start(self) -> int:
        """Where the dark ground ends and paper begins."""
        return self.label_length + 2 * PADDING

    @property
    def bar_start(self) -> int:
        return self.ground_start + PADDING

    @property
    def bar_width(self) -> int:
        return BAR_WIDTH

    @property
    def message_start(self) -> int:
        return self.bar_start + (BAR_WIDTH + PADDING if self.bar else 0)

    @property
    def width(self) -> int:
        return self.message_start + self.message_length + PADDING
