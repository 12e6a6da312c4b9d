"""Turning the few marks of our own sentences into HTML."""

import re
from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
FIELD = re.compile(r"`([^`]+)`")


@register.filter
def field_names(text: str) -> SafeString:
    """Set the names between backticks as code: "Half credit: `stages_excluded` is missing."."""
    escaped = str(conditional_escape(text))
    # The text was escaped as a whole; only the tags around the names are added.
    return mark_safe(FIELD.sub(r"<code>\1</code>", escaped))  # noqa: S308


@register.filter
def moment(at: datetime) -> SafeString:
    """A moment in the reader's zone, with UTC on hover: "17 September 2026, 21:30 JST".

    The zone is the one a signed-in person has chosen. Where none is, the moment stands in UTC and
    ``moments.js`` writes it in the zone of the browser.
    """
    in_utc = at.astimezone(UTC)
    zone = timezone.get_current_timezone()
    local = at.astimezone(zone)
    is_chosen = timezone.get_current_timezone_name() != timezone.get_default_timezone_name()
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        in_utc.isoformat(timespec="seconds"),
        _moment_text(in_utc),
        "" if is_chosen else mark_safe(" data-local"),
        _moment_text(local),
    )


def _moment_text(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} {at.tzname()}"
