"""What XML can hold: a feed or a drawing with any other character would not be read at all."""

import re

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """``text`` without the characters that XML 1.0 has no way to write, escaped or not."""
    return _NOT_XML.sub("", text)
