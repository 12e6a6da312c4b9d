"""The pictures that stand for cards, labs and rankings where links to them are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from registry.exporters.pictures import can_draw
from registry.models import CardVersion, Grading, Lab, Ranking, RankingEntry
from registry.rules.citation.work import PUBLISHER
from registry.rules.numerals import date_text
from registry.rules.showing.headline_facts import HeadlineFact
from registry.rules.typesetting import shortened, text_width, wrapped
from registry.rules.words import uncapitalized
from registry.rules.workflow.notices import mark_of
from registry.web.presenters.leaderboard import interval_text
from registry.web.presenters.shared import LEVELS, card_bar, lab_bar, score_text
from registry.web.view_models.previews import PlacedBar, Preview, Run, TextLine, Tone
from registry.web.view_models.shared import Bar

LEFT, RIGHT = 70, 1130
WIDTH = RIGHT - LEFT
# The figures at the upper right, which the title leaves free.
FIGURES_WIDTH = 250
TITLE_SIZES = (76, 64, 52, 42)
TITLE_LINES = 2
FACT_SIZES = (54, 46, 38)
SCOPE_SIZE, SCOPE_LINES = 30, 3
# The bar and what is written below it keep their places; facts end above them.
FACT_END = 432
LISTED_LABS = 6
# The most telling first.
TOPICS = ("cost", "compute", "chips", "peer_review", "data")

_SHIFTED = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|([₀₁₂₃₄₅₆₇₈₉]+)")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789−0123456789")


@dataclass
class Sheet:
    """A picture in the making."""

    lines: list[TextLine] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)

    def write(
        self,
        text: str,
        y: int,
        size: int,
        *,
        x: int = LEFT,
        width: int = WIDTH,
        tone: Tone = "ink",
        is_bold: bool = False,
        is_right: bool = False,
    ) -> None:
        """One line, shortened where it is too long."""
        fitting = shortened(text, size, width, bold=is_bold)
        self.lines.append(TextLine(x, y, size, tuple(_runs(fitting)), tone, is_bold, is_right))

    def preview(self, title: str) -> Preview:
        return Preview(title, tuple(self.lines), tuple(self.bars))


def card_preview(
    version: CardVersion, grading: Grading, facts: Sequence[HeadlineFact], status: str
) -> Preview:
    """``facts`` are the headline facts of the card; ``version`` comes with card, release, lab.

    Where its ``status`` warns of it, the warning takes the place of the level.
    """
    release = version.card.release
    lab = release.lab.standing
    score, level = score_text(grading.score), LEVELS[grading.level]
    mark = mark_of(status)
    sheet = Sheet()
    _masthead(sheet, "Model card")
    _figure(sheet, score, mark or level)
    below = _title(sheet, drawable(release.name, release.public_id))
    sheet.write(f"{drawable(lab.name, lab.slug)} · {release.public_id}", below, 32, tone="quiet")
    _fact(sheet, facts, grading)
    _bar(sheet, card_bar(grading.result))
    sheet.write(_prepared(version), 596, 26, tone="quiet")
    standing = mark or f"level {level}"
    return sheet.preview(f"{release.name}, {lab.name}: {standing}, score {score} of 100")


def lab_preview(lab: Lab, entry: RankingEntry | None) -> Preview:
    """``entry`` is the lab's line in the current ranking, ``None`` before the first."""
    sheet = Sheet()
    _masthead(sheet, "Lab")
    if entry is not None and entry.rank is not None:
        _figure(sheet, score_text(entry.score.displayed), f"rank {entry.rank}")
    below = _title(sheet, drawable(lab.name, lab.slug))
    sheet.write("What it discloses about how its models were made", below, 32, tone="quiet")
    if entry is None:
        return sheet.preview(lab.name)
    models = f"{entry.cards} of {entry.known_releases} known models have a model card"
    sheet.write(models, 370, FACT_SIZES[-1])
    if entry.rank is not None:
        sheet.write(
            f"Rank {entry.rank}, range {interval_text(entry)}", 416, SCOPE_SIZE, tone="quiet"
        )
        _bar(sheet, lab_bar(entry.summary.bar))
    else:
        sheet.write("Not yet rankable: no card, and nothing is due", 416, SCOPE_SIZE, tone="quiet")
    sheet.write(_dated(entry.ranking), 596, 26, tone="quiet")
    return sheet.preview(f"{lab.name}: {models}")


def ranking_preview(ranking: Ranking, entries: Iterable[RankingEntry]) -> Preview:
    """``entries`` are the first lines of the ranking."""
    sheet = Sheet()
    _masthead(sheet, "Ranking")
    sheet.write("What AI labs disclose", 150, 64, is_bold=True)
    sheet.write("about how their models were made", 200, 36, tone="quiet")
    for row, entry in enumerate(list(entries)[:LISTED_LABS]):
        y = 268 + row * 48
        sheet.write(str(entry.rank), y, 30, tone="quiet")
        sheet.write(drawable(entry.lab_name, entry.lab.slug), y, 30, x=LEFT + 60, width=370)
        sheet.bars.append(PlacedBar(LEFT + 450, y - 23, 510, 26, lab_bar(entry.summary.bar)))
        sheet.write(score_text(entry.score.displayed), y, 30, x=RIGHT, is_bold=True, is_right=True)
    sheet.write(_dated(ranking), 596, 26, tone="quiet")
    return sheet.preview(f"Ranking {ranking.number} of AI labs by disclosure")


def drawable(name: str, latin: str) -> str:
    """``name``, or ``latin`` where this machine has no glyphs for it."""
    return name if can_draw(name) else latin


def _masthead(sheet: Sheet, kind: str) -> None:
    sheet.write(f"{PUBLISHER} · {kind}", 70, 28, tone="quiet")


def _figure(sheet: Sheet, score: str, below: str) -> None:
    sheet.write(score, 164, 100, x=RIGHT, width=FIGURES_WIDTH, is_bold=True, is_right=True)
    sheet.write(f"of 100 · {below}", 206, 28, x=RIGHT, tone="quiet", is_right=True)


def _title(sheet: Sheet, name: str) -> int:
    """The name as large as it fits into two lines; returns the base line for what follows."""
    width = WIDTH - FIGURES_WIDTH - 30
    for size in TITLE_SIZES:
        lines = wrapped(name, size, width, bold=True)
        if len(lines) <= TITLE_LINES:
            break
    y = 150
    if len(lines) > TITLE_LINES:
        lines = [lines[0], " ".join(lines[1:])]
    for line in lines:
        sheet.write(line, y, size, width=width, is_bold=True)
        y += round(size * 1.15)
    return y - round(size * 1.15) + 52


def _fact(sheet: Sheet, facts: Sequence[HeadlineFact], grading: Grading) -> None:
    """The most telling fact whose scope fits whole; no figure stands here without its scope."""
    counts = grading.result["counts"]
    answered = f"{counts['declared']} of {counts['applicable']} questions answered"
    for value, scope in (*_told(facts), (answered, ["of those that apply to this model"])):
        size = next((size for size in FACT_SIZES if text_width(value, size) <= WIDTH), 0)
        if size and len(scope) <= SCOPE_LINES:
            break
    y = FACT_END - len(scope) * 40
    sheet.write(value, y, size)
    for line in scope:
        y += 40
        sheet.write(line, y, SCOPE_SIZE, tone="quiet")


def _told(facts: Sequence[HeadlineFact]) -> Iterator[tuple[str, list[str]]]:
    """Figure and the lines of its scope."""
    by_topic = {fact.topic: fact for fact in facts}
    for topic in TOPICS:
        fact = by_topic[topic]
        if fact.status == "disclosed":
            value, _, rest = fact.value.partition("; ")
            scope = "; ".join(part for part in (rest, uncapitalized(fact.scope)) if part)
            yield f"{fact.title}: {uncapitalized(value)}", wrapped(scope, SCOPE_SIZE, WIDTH)


def _bar(sheet: Sheet, bar: Bar) -> None:
    sheet.bars.append(PlacedBar(LEFT, 474, WIDTH, 36, bar))
    sheet.write(bar.words, 544, 24, tone="quiet")


def _prepared(version: CardVersion) -> str:
    day = date_text(version.published_at.date().isoformat())
    sources = f" from {version.sources_read} sources" if version.sources_read > 1 else ""
    by = version.get_preparer_display()
    return f"Card version {version.number}, {day}, prepared by {by}{sources}"


def _dated(ranking: Ranking) -> str:
    day = date_text(ranking.as_of.isoformat())
    provisional = ", provisional: compiled from public sources" * ranking.is_provisional
    return f"Ranking {ranking.number}, {day}{provisional}"


def _runs(text: str) -> Iterator[Run]:
    """Raised and lowered digits as digits of the font, so that no other font has to help out."""
    end = 0
    for match in _SHIFTED.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        yield Run(match[0].translate(_PLAIN), "super" if match[1] else "sub")
        end = match.end()
    if end < len(text):
        yield Run(text[end:])
