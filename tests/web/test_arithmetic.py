"""What the plausibility checks found, beside the claims and in one place."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from registry.actions import acceptances
from registry.models import Actor
from registry.web.presenters.arithmetic import NOTHING_CHECKED, arithmetic, beside_claims
from tests.factories.figures_card import slipped_r1
from tests.factories.stored import publish
from tests.web.site import read

pytestmark = pytest.mark.django_db
R1, V3 = "/models/deepseek/deepseek-r1/", "/models/deepseek/deepseek-v3/"


def block(html: str, item: str) -> str:
    """The text of one claim on a card, without markup."""
    start = html.index(f'<article class="claim" id="{item}"')
    return text(html[start : html.index("</article>", start)])


def text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def section(html: str) -> str:
    start = html.index('<h2 id="arithmetic">')
    return text(html[start : html.index("</section>", start)])


def test_what_agrees_stands_quietly_beside_its_claim(client: Client) -> None:
    html = read(client, R1).html
    chips = block(html, "CHIP-2")
    assert "512 × 198 h = 101,376, stated 101,000: agrees" in chips
    assert "101,376 + 40,960 = 142,336, stated 142,000: agrees" in chips
    assert "147,000 × 2.00 USD = 294,000 USD, stated 294,000 USD: agrees" in block(html, "COST-1")
    assert "Worth checking" not in html
    assert "Does not fit" not in html


def test_a_warning_stands_at_each_of_its_claims_with_advice(client: Client) -> None:
    html = read(client, V3).html
    for item in ("COMP-2", "METH-2"):
        assert "Worth checking. 4 of 5 training stages have a line of compute" in block(html, item)
        assert "List them, also without a figure" in block(html, item)


def test_all_results_are_counted_and_listed(client: Client) -> None:
    told = section(read(client, R1).html)
    assert "23 comparisons could be made: 16 agree and 7 are noted for the author." in told
    assert "What agrees (16)" in told
    assert "Notes for the author (7)" in told
    assert "Checks that could not run, and why (13)" in told
    assert "With it: 5,860,000 USD (19.9 times)." in told
    assert "294,000 USD: agrees (for reinforcement learning and synthetic data generation" in told
    assert "Energy PC08 The energy is not given." in told
    assert "1 is worth checking" in section(read(client, V3).html)


def test_an_accepted_error_is_shown_with_its_reason(client: Client, editor: Actor) -> None:
    for check in ("PC03", "PC11"):
        acceptances.accept(
            by=editor, document=slipped_r1(), check=check, reason="With the <b>premises</b>"
        )
    publish(editor, slipped_r1())
    html = read(client, R1).html
    assert "Does not fit. 147,000 accelerator-hours × 2.00 USD = 294,000 USD, but 29,400,000" in (
        block(html, "COST-1")
    )
    assert "An editor let it stand: With the &lt;b&gt;premises&lt;/b&gt;" in html
    assert "2 do not fit and were accepted by an editor" in section(html)


def test_a_card_without_figures_says_so(client: Client) -> None:
    told = arithmetic([], {})
    assert told.summary == NOTHING_CHECKED
    assert not (told.doubts or told.notes or told.agreements or told.not_run)
    assert beside_claims([]) == {}


def test_hardware_claims_lead_to_the_table(client: Client) -> None:
    html = read(client, R1).html
    assert "In the registry’s table: NVIDIA H800 SXM5" in block(html, "CHIP-1")
    assert 'href="/accelerators/nvidia-h800-sxm5/"' in html


def test_the_table_of_accelerators(client: Client) -> None:
    page = read(client, "/accelerators/")
    told = text(page.html)
    assert page.html.count('<th scope="row">') == 54 + 5
    assert "NVIDIA H100 SXM5 80GB" in told
    assert "BF16, FP16 989.4" in told
    assert "1.99 to 12.29 29 quotes, June 2023 to March 2025" in told
    assert "Sources disagree. Sources say 220/320/376" in told
    assert "One figure is inferred." in told
    assert "Export-controlled since 17 October 2023" in told
    assert "NVIDIA H20 9 April 2025" in told
    assert "Epoch AI" in told
    assert page.html.count('rel="noopener nofollow"') == 54 + 5


def test_one_accelerator_and_the_models_that_name_it(client: Client) -> None:
    told = text(read(client, "/accelerators/nvidia-h800-sxm5/").html)
    assert "Dense peak, FP8 1,979 TFLOP/s" in told
    assert "US$3.42 per hour, median US$3.42 (2 quotes, August 2024 to March 2025)" in told
    assert "needs a license for export to some countries since 17 October 2023" in told
    for name in ("DeepSeek-R1", "DeepSeek-R1-Zero", "DeepSeek-V3"):
        assert name in told
    variant = text(read(client, "/accelerators/nvidia-h100-pcie/").html)
    assert "Other variants: NVIDIA H100 SXM5 80GB" in variant
    assert "Phi-4" in variant
    unused = text(read(client, "/accelerators/tesla-d1-dojo/").html)
    assert "No model card names it yet." in unused
    assert "Memory not known" in unused


def test_the_footer_leads_to_the_table(client: Client) -> None:
    assert ("/accelerators/", "") in list(read(client, "/").internal_links())
