"""A removal demanded by law: the bytes go, the record and everything else stay."""

from __future__ import annotations

import pytest
from django.test import Client

from registry.actions import gradings, publication
from registry.models import Actor, CardContent, CardVersion, ClaimGrade, Ranking, Release
from registry.rules.errors import TransitionRefused
from tests.factories.stored import (
    card_of,
    live,
    publish,
    rows_added,
    stored_rows,
    tallies_agree,
)


def test_a_removed_version_leaves_a_tombstone(editor: Actor, release: Release) -> None:
    version = publish(editor, card_of(release))
    before = stored_rows()
    publication.remove(by=editor, version=version, reason="  Court order 7/26 ")
    version = CardVersion.objects.get(pk=version.pk)
    assert not hasattr(version, "content")
    event = version.status_events.latest("id")
    assert (event.status, event.reason) == ("removed", "Court order 7/26")
    assert version.card.live_version is None
    assert gradings.live_document(release.public_id) is None
    assert ClaimGrade.objects.filter(grading__version=version).count() == 64, (
        "what was graded stays on record"
    )
    assert tallies_agree()
    entry = Ranking.objects.latest("number").entries.get(lab=release.lab)
    assert (entry.rank, entry.cards, entry.change) == (
        None,
        0,
        "No longer ranked: version 1 of the card of Model 1 was removed.",
    )
    assert rows_added(before, stored_rows())["AuditEvent"] == 1
    with pytest.raises(TransitionRefused, match="removed cannot become removed"):
        publication.remove(by=editor, version=version, reason="Again")


def test_pages_agree_with_a_removal(editor: Actor, client: Client) -> None:
    v3 = CardVersion.objects.get(live_on__release__public_id="deepseek/deepseek-v3")
    addresses = ["/", "/models/", "/labs/deepseek/", "/models/deepseek/deepseek-r1/"]
    assert "2.93 million" in client.get(addresses[-1]).content.decode()
    publication.remove(by=editor, version=v3, reason="Court order 7/26")
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "2.93 million" not in response.content.decode(), "a sum with a removed figure"
    removed = client.get("/models/deepseek/deepseek-v3/")
    assert removed.status_code == 410
    assert "Court order 7/26" in removed.content.decode()
    assert client.get("/models/deepseek/deepseek-v3.json").status_code in {404, 410}


def test_removing_an_old_version_leaves_the_live_one(editor: Actor, release: Release) -> None:
    old = publish(editor, card_of(release))
    new = publish(editor, card_of(release, accelerator_hours=5))
    rankings = Ranking.objects.count()
    publication.remove(by=editor, version=old, reason="Court order")
    assert live(release) == new
    assert not CardContent.objects.filter(version=old).exists()
    assert Ranking.objects.count() == rankings


def test_a_card_can_be_published_again_after_its_removal(editor: Actor, release: Release) -> None:
    document = card_of(release)
    publication.remove(by=editor, version=publish(editor, document), reason="Court order")
    version = publish(editor, document)
    assert version.number == 2
    assert live(release) == version
