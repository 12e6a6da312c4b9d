"""The whole way from graded claims to ranks, written once more straight from the method's text.

It reads a downloaded folder with the standard library alone and shares no code with the registry.
Plain loops, decimals for what is published, floats for the draws.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

NINE = Decimal("1e-9")
ONE = Decimal("0.1")


class Oracle:
    def __init__(self, folder: Path) -> None:
        def load(name: str) -> Any:
            return json.loads((folder / name).read_text(encoding="utf-8"))

        self.standard = load("standard.json")
        self.grades = load("grades.json")
        self.releases = load("releases.json")
        self.day = date.fromisoformat(self.releases["as_of"])
        self.trust = [Fraction(level["trust"]) for level in self.standard["ladder"]["levels"]]
        self.weight = {i["id"]: Fraction(i["weight"]) for i in self.standard["items"]}
        self.shares = {card: self.section_shares(card) for card in self.grades}

    def credit(self, card: str, item: str) -> Fraction:
        grade = self.grades[card][item]
        return self.trust[grade["level"]] * Fraction(grade["substance"])

    def section_shares(self, card: str) -> dict[str, list[Fraction]]:
        """By section, the share of its weight earned at each level; what does not apply is out."""
        grades = self.grades[card]
        share_that_applies = Fraction(0)
        total = sum(Fraction(s["weight"]) for s in self.standard["sections"])
        for section in self.standard["sections"]:
            all_of_it = sum(self.weight[i] for i in section["items"])
            applies = sum(self.weight[i] for i in section["items"] if grades[i]["applicable"])
            share_that_applies += Fraction(section["weight"]) * applies / all_of_it / total
        too_little = share_that_applies < Fraction(2, 3)
        result = {}
        for section in self.standard["sections"]:
            counting = [i for i in section["items"] if too_little or grades[i]["applicable"]]
            weight = sum(self.weight[i] for i in counting)
            if weight:
                result[section["id"]] = [
                    sum(
                        (
                            self.weight[i] * Fraction(grades[i]["substance"])
                            for i in counting
                            if grades[i]["level"] == level and grades[i]["applicable"]
                        ),
                        Fraction(0),
                    )
                    / weight
                    for level in range(4)
                ]
        return result

    def model_score(self, card: str) -> Fraction:
        """M: the weighted mean of the section scores, 0 to 100."""
        weights = {s["id"]: Fraction(s["weight"]) for s in self.standard["sections"]}
        sections = self.shares[card]
        score = {
            k: sum((t * s for t, s in zip(self.trust, shares, strict=True)), Fraction(0))
            for k, shares in sections.items()
        }
        return 100 * sum(weights[k] * score[k] for k in score) / sum(weights[k] for k in score)

    def candidates(self, lab: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        """Releases that are due, and those with a card that are not yet."""
        due, early = [], []
        for release in lab["releases"]:
            if release["tier"] == "0":
                continue
            start = date.fromisoformat(release["released_on"])
            if lab["invited_on"] is not None:
                start = max(start, date.fromisoformat(lab["invited_on"]))
                if start + timedelta(days=90) <= self.day:
                    due.append(release)
                    continue
            if release["card"] is not None:
                early.append(release)
        return due, early

    def flagships(self, due: list[Any]) -> list[Any]:
        line = [r for r in due if r["tier"] == "1"]
        designated = [r for r in line if r["designated_flagship"]]
        newest = max((r["released_on"] for r in line), default=None)
        return designated or [r for r in line if r["released_on"] == newest]

    def row(self, lab: dict[str, Any]) -> dict[str, Any]:
        """What ranking.json must say of a lab, but for ranks."""
        due, early = self.candidates(lab)

        def m(release: Any) -> Decimal:
            if release["card"] is None:
                return Decimal(0)
            exact = self.model_score(release["id"])
            return Decimal(exact.numerator) / exact.denominator

        def u(release: Any) -> Decimal:
            age = (self.day - date.fromisoformat(release["released_on"])).days
            tier = Decimal(1) if release["tier"] == "1" else Decimal("0.5")
            return tier * Decimal(2) ** (Decimal(-age) / 730)

        def mean(counted: list[Any]) -> Decimal:
            if not counted:
                return Decimal(0)
            return sum(u(r) * m(r) for r in counted) / sum(u(r) for r in counted)

        counted = list(due)
        for release in sorted(early, key=lambda r: (-m(r), r["id"])):
            # Equal to 50 of 60 digits is equal.
            if m(release) - mean(counted) > Decimal("1e-50"):
                counted.append(release)
        carded = [r for r in counted if r["card"] is not None]
        p = mean(counted)
        flagships = self.flagships(due)
        f = min((m(r) for r in flagships), default=None)
        score = (p if f is None else (f + p) / 2).quantize(NINE, ROUND_HALF_UP)
        coverage = sum(map(u, carded)) / sum(map(u, counted)) if counted else Decimal(0)
        ranked = bool(counted)

        def nine(value: Decimal) -> float | None:
            return float(value.quantize(NINE, ROUND_HALF_UP)) if ranked else None

        return {
            "lab": lab["name"],
            "slug": lab["slug"],
            "score": float(score.quantize(ONE, ROUND_HALF_UP)) if ranked else None,
            "F": None if f is None else nine(f),
            "P": nine(p),
            "K": nine(coverage),
            "Q": nine(mean(carded)),
            "L": nine(score),
            "n": len(carded),
            "releases_counted": len(counted),
            "flagship": min(flagships, key=lambda r: (m(r), r["id"]))["id"] if flagships else None,
        }

    def table(self) -> list[dict[str, Any]]:
        """All rows of ranking.json, in order."""
        with localcontext(prec=60):
            rows = [self.row(lab) for lab in self.releases["labs"]]
        ranked = [row for row in rows if row["score"] is not None]
        ranked.sort(key=lambda r: (-r["score"], -r["K"], -r["n"], r["lab"].casefold()))
        others = [row for row in rows if row["score"] is None]
        others.sort(key=lambda r: r["lab"].casefold())
        intervals = self.intervals([row["slug"] for row in ranked])
        for row in ranked:
            row["rank"] = 1 + sum(other["score"] > row["score"] for other in ranked)
            row["rank_interval"] = intervals[row["slug"]]
        for row in others:
            row["rank"] = row["rank_interval"] = None
        return [*ranked, *others]

    def intervals(self, slugs: list[str]) -> dict[str, list[int]]:
        """The 5th and 95th percentile of each lab's rank over 1,000 draws of the method."""
        labs = {lab["slug"]: lab for lab in self.releases["labs"]}
        ranks: dict[str, list[int]] = {slug: [] for slug in slugs}
        for draw in range(1, 1001):
            shown = {slug: self.drawn_score(labs[slug], draw) for slug in slugs}
            for slug in slugs:
                ranks[slug].append(1 + sum(other > shown[slug] for other in shown.values()))
        return {
            slug: [sorted(of_lab)[ceil(p / 100 * 1000) - 1] for p in (5, 95)]
            for slug, of_lab in ranks.items()
        }

    def uniform(self, draw: int, parameter: str) -> float:
        text = f"{self.releases['seed']}|{draw}|{parameter}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64

    def drawn_score(self, lab: dict[str, Any], draw: int) -> int:
        """The displayed score of a lab in one draw, in tenths."""
        weights = {
            s["id"]: float(s["weight"]) * (1 + 0.25 * (2 * self.uniform(draw, f"w:{s['id']}") - 1))
            for s in self.standard["sections"]
        }
        stated = 0.2 + 0.4 * self.uniform(draw, "trust:stated")
        evidenced = 0.65 + 0.3 * self.uniform(draw, "trust:evidenced")
        share = 0.3 + 0.4 * self.uniform(draw, "flagship_share")
        half_life = (365, 730, 1460)[floor(3 * self.uniform(draw, "half_life"))]

        def m(release: Any) -> float:
            if release["card"] is None:
                return 0.0
            earned = total = 0.0
            for section, (_, one, two, three) in self.shares[release["id"]].items():
                score = stated * float(one) + evidenced * float(two) + float(three)
                earned += weights[section] * score
                total += weights[section]
            return 100 * earned / total

        def u(release: Any) -> float:
            age = (self.day - date.fromisoformat(release["released_on"])).days
            return (1.0 if release["tier"] == "1" else 0.5) * 2 ** (-age / half_life)

        due, early = self.candidates(lab)
        top, bottom = sum(u(r) * m(r) for r in due), sum(u(r) for r in due)
        for release in sorted(early, key=lambda r: (-m(r), r["id"])):
            if m(release) > (top / bottom if bottom else 0):
                top, bottom = top + u(release) * m(release), bottom + u(release)
        score = top / bottom if bottom else 0.0
        flagships = self.flagships(due)
        if flagships:
            score = share * min(map(m, flagships)) + (1 - share) * score
        return floor(10 * score + 0.5 + 1e-9)
