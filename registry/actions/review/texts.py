"""What the review asks of the words that people write."""

from registry.actions.checks import UNSTORABLE
from registry.rules.errors import Refused

LONGEST = 20_000
LONGEST_LETTER = 50_000


def require_text(text: str, what: str, longest: int = LONGEST) -> str:
    """Return the text without outer blanks; raise ``Refused`` naming ``what`` it should be."""
    text = text.strip()
    if not text:
        raise Refused(f"{what}: found nothing. Expected some words.")
    if len(text) > longest:
        raise Refused(f"{what}: found {len(text):,} characters. Expected at most {longest:,}.")
    if UNSTORABLE.search(text):
        raise Refused(f"{what}: found a character that is no text and cannot be kept.")
    return text
