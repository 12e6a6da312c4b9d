"""What is asked of a referee before they accept: the time, and what they agree to."""

from __future__ import annotations

# What reading one claim with its evidence takes, as a guess to plan by.
MINUTES_AN_ITEM = 6
POLICY = tuple(
    """\
If the card is published, your report is published with it, word for word, under a pseudonym such \
as “Referee 2”. You may sign it; you can change your mind until the publication.
A note to the editors alone is never published and the lab never reads it.
The card and the review are confidential until then. Ask an editor before you ask a colleague, and \
name the colleague in your report.
Nothing of the card goes into a text generator of others. If one helped with the words of your \
report, the report says so.
You read the card once you have accepted.""".splitlines()
)


def time_text(items: int) -> str:
    """How many claims there are to judge, and how long that may take."""
    hours = max(1, round(items * MINUTES_AN_ITEM / 60))
    count = f"{items} claim{'s'[: items != 1]}"
    return f"{count}, some {MINUTES_AN_ITEM} minutes each: about {hours} hour{'s'[: hours != 1]}"
