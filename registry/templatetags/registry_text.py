"""Turning the few marks of our own sentences into HTML."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
FIELD = re.compile(r"`([^`]+)`")


@register.filter
def field_names(text: str) -> SafeString:
    """Set the names between backticks as code: "Half credit: `stages_excluded` is missing."."""
    escaped = str(conditional_escape(text))
    # The text was escaped as a whole; only the tags around the names are added.
    return mark_safe(FIELD.sub(r"<code>\1</code>", escaped))  # noqa: S308
