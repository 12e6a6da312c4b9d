"""The pages in prose, with the standard's constants filled in where the text names them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from string import Template

from registry.models import Ranking, RankingEntry, Release
from registry.models.review.ended import Ended
from registry.rules.grading.completeness import ceilings
from registry.rules.standard import Standard, load_standard
from registry.web import markdown
from registry.web.presenters.shared import plain_number
from registry.web.presenters.working import score_working
from registry.web.view_models.prose import MethodPage, ProsePage, WorkedExample
from registry.web.view_models.shared import Link

PROSE_DIR = Path(__file__).resolve().parents[1] / "prose"


def about_page(contact: str, ended: Sequence[Ended]) -> ProsePage:
    return prose_page(
        "about",
        "About this registry",
        "Where AI labs disclose how their models were made, every claim is graded by its evidence, "
        "and what is not said is as visible as what is.",
        takeover=_takeover(contact),
        ended=" ".join(_ended(one) for one in ended) or "So far there was none.",
    )


def method_page() -> MethodPage:
    standard = load_standard()
    return MethodPage(
        prose=prose_page(
            "method",
            "How labs are ranked",
            "Four steps, from one claim to a place in the table, each with its reason. Every "
            "constant is published in the standard.",
            **_constants(standard),
        ),
        example=_example(standard),
    )


def _ended(one: Ended) -> str:
    """One year's submissions that came to nothing, in a sentence."""
    were = "submission was" if one.withdrawn == 1 else "submissions were"
    return (
        f"In {one.year}, {one.withdrawn} {were} withdrawn before publication, and {one.rejected} "
        "rejected."
    )


def _takeover(contact: str) -> str:
    if contact:
        return (
            f"Write to [{contact}](mailto:{contact}) from an address of the lab to take a card "
            "over: your own answers then replace the registry’s reading, version by version, and "
            "the earlier ones stay readable."
        )
    return (
        "A lab can take its card over: its own answers then replace the registry’s reading, "
        "version by version, and the earlier ones stay readable. This copy of the registry has no "
        "address for it yet; its operator sets `REGISTRY_CONTACT_EMAIL`."
    )


def _constants(standard: Standard) -> Mapping[str, str]:
    method = standard.ranking
    interval = method.interval
    numbers = {
        **{level.name: level.trust for level in standard.levels},
        **{f"ceiling_{name}": ceiling for name, ceiling in ceilings(standard).items()},
        "due_after_days": Fraction(method.due_after_days),
        "half_life_days": Fraction(method.recency_half_life_days),
        "flagship_share": method.flagship_share,
        "other_share": 1 - method.flagship_share,
        "stated_low": interval.trust_stated[0],
        "stated_high": interval.trust_stated[1],
        "evidenced_low": interval.trust_evidenced[0],
        "evidenced_high": interval.trust_evidenced[1],
        "share_low": interval.flagship_share[0],
        "share_high": interval.flagship_share[1],
    }
    words = {name: plain_number(number) for name, number in numbers.items()}
    return {**words, "draws": f"{interval.draws:,}"}


def prose_page(name: str, title: str, lede: str, **words: str) -> ProsePage:
    """The page whose text is the file ``name``, with ``words`` filled in."""
    html, headings = _rendered(name, tuple(sorted(words.items())))
    return _page(title, lede, html, headings)


def prose_text(title: str, lede: str, text: str) -> ProsePage:
    """The page with ``text``, which is Markdown."""
    return _page(title, lede, *markdown.render(text))


def _page(title: str, lede: str, html: str, headings: list[tuple[str, str]]) -> ProsePage:
    return ProsePage(
        title=title,
        lede=lede,
        body_html=html,
        contents=tuple(Link(text, f"#{anchor}") for anchor, text in headings),
    )


@lru_cache(maxsize=16)
def _rendered(name: str, words: tuple[tuple[str, str], ...]) -> tuple[str, list[tuple[str, str]]]:
    text = (PROSE_DIR / f"{name}.md").read_text(encoding="utf-8")
    # A dollar sign of a price is written as it is; only names in the list are filled in.
    return markdown.render(Template(text).safe_substitute(dict(words)))


def _example(standard: Standard) -> WorkedExample | None:
    """The working of the lab that leads the current ranking."""
    entry = (
        RankingEntry.objects.filter(ranking__in=Ranking.objects.current(), rank__isnull=False)
        .select_related("ranking", "lab", "score")
        .defer("score__draws")
        .order_by("position")
        .first()
    )
    if entry is None:
        return None
    score = entry.lab_score(entry.ranking.as_of)
    names = Release.objects.filter(public_id__in=[release.id for release in score.releases])
    return WorkedExample(
        lab=Link(entry.lab_name, entry.lab.get_absolute_url()),
        title=f"A worked example: {entry.lab_name}",
        working=score_working(score, dict(names.values_list("public_id", "name")), standard),
    )
