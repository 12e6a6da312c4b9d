r"""BibTeX, as classic BibTeX and as biber read it.

Letters with accents and the usual typographic marks are written as TeX commands, which both
programs understand in any encoding. What TeX has no command for, such as Japanese, stays as it is:
biber and the Unicode engines print it, classic BibTeX passes its bytes on. Braces become commands
too, because BibTeX counts even escaped ones.
"""

from __future__ import annotations

import unicodedata

from registry.rules.citation.work import PUBLISHER, Work, one_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{character: f"\\{character}" for character in "%&_#$"},
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "…": r"{\ldots}",
    "×": r"{$\times$}",
    "·": r"{\textperiodcentered}",
    "ß": r"{\ss}",
    "Æ": r"{\AE}",
    "æ": r"{\ae}",
    "Œ": r"{\OE}",
    "œ": r"{\oe}",
    "Ø": r"{\O}",
    "ø": r"{\o}",
    "Ł": r"{\L}",
    "ł": r"{\l}",
    "ı": r"{\i}",
}
# By their combining character. Those named by a letter take the base in braces.
_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": "`",
    "\N{COMBINING ACUTE ACCENT}": "'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    "\N{COMBINING TILDE}": "~",
    "\N{COMBINING MACRON}": "=",
    "\N{COMBINING DOT ABOVE}": ".",
    "\N{COMBINING DIAERESIS}": '"',
    "\N{COMBINING BREVE}": "u",
    "\N{COMBINING RING ABOVE}": "r",
    "\N{COMBINING DOUBLE ACUTE ACCENT}": "H",
    "\N{COMBINING CARON}": "v",
    "\N{COMBINING DOT BELOW}": "d",
    "\N{COMBINING CEDILLA}": "c",
    "\N{COMBINING OGONEK}": "k",
}
_BELOW = frozenset("dck")


def bibtex(work: Work) -> str:
    """One ``@misc`` entry, which every style knows; ends with a line break."""
    fields = {
        # Two braces: an organisation is not split into names, a title keeps its capitals.
        "author": f"{{{{{tex_text(work.author)}}}}}",
        "title": f"{{{{{tex_text(work.full_title)}}}}}",
        "year": f"{{{work.published.year}}}",
        "month": _MONTHS[work.published.month - 1],
        "howpublished": f"{{{PUBLISHER}}}" if work.author != PUBLISHER else "",
        "version": f"{{{work.version}}}" if work.version else "",
        "url": f"{{{work.address}}}",
        "note": _note(work),
    }
    lines = [f"  {name:<12} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def _note(work: Work) -> str:
    """What classic styles print, which know neither versions nor digests."""
    version = f"Version {work.version}" if work.version else ""
    told = ", ".join(part for part in (work.warning.upper(), version, work.digest) if part)
    return f"{{{told}}}" if told else ""


def tex_text(text: str) -> str:
    """``text`` for a field in braces: one line, what is special to TeX escaped."""
    return "".join(map(_tex_character, one_line(text)))


def _tex_character(character: str) -> str:
    if character in _COMMANDS:
        return _COMMANDS[character]
    parts = unicodedata.normalize("NFD", character)
    base, command = parts[0], _ACCENTS.get(parts[1:], "")
    if not command or not base.isascii():
        return character
    if base in "ij" and command not in _BELOW:
        base = f"\\{base}"
    return f"{{\\{command}{{{base}}}}}" if command.isalpha() else f"{{\\{command}{base}}}"
