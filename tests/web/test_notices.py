"""What readers are told of a version after its publication: everywhere that it is shown."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.test import Client

from registry.models import Actor, CardVersion
from tests.api.problems import check_problem
from tests.factories.notices import doubt, note, remove, retract, version_of
from tests.factories.registry import publish_card
from tests.factories.starter import starter_cards
from tests.web.site import read

R1 = "deepseek/deepseek-r1"
PAGE = f"/models/{R1}/"
WHY = "Two readers found that the table of hours names <b>another</b> cluster."
SHOWN = "Two readers found that the table of hours names &lt;b&gt;another&lt;/b&gt; cluster."

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def newer(editor: Actor) -> CardVersion:
    card = starter_cards()[R1]
    prepared = {**card["prepared_by"], "note": "Read again."}
    return publish_card(editor, {**card, "prepared_by": prepared})


def before_title(page: str) -> str:
    """What stands above the first heading of the page's own content."""
    return page.partition("<main")[2].partition("<h1")[0]


@pytest.fixture
def doubted(editor: Actor) -> CardVersion:
    version = version_of(R1)
    doubt(editor, version, WHY, ("COST-1", "COMP-1"))
    return version


@pytest.fixture
def retracted(editor: Actor) -> CardVersion:
    version = version_of(R1)
    retract(editor, version, WHY)
    return version


@pytest.mark.usefixtures("doubted")
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}versions/1/"])
def test_a_concern_stands_above_the_title(client: Client, path: str) -> None:
    page = text_of(client, path)
    above = before_title(page)
    assert "Expression of concern" in above and SHOWN in above
    assert "Chidi Chief, editor in chief" in above
    assert '<time datetime="' in above and "banner-standing" in above
    # The claims concerned are on this very page.
    assert 'href="#COST-1"' in above and 'id="COST-1"' in page
    assert '<strong class="standing-mark">under concern</strong>' in page
    assert "<title>Under concern: DeepSeek-R1" in page


@pytest.mark.usefixtures("doubted")
@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}versions/",
        "/models/?q=r1&lab=deepseek",
        "/labs/deepseek/",
        "/",
        f"/compare/models/?id={R1}&id=xai/grok-1",
        "/compare/labs/?id=deepseek&id=xai",
    ],
)
def test_a_concern_is_marked_wherever_the_card_is_listed(client: Client, path: str) -> None:
    assert "under concern" in read(client, path).text


def test_lists_have_no_mark_without_a_notice(client: Client) -> None:
    for path in (PAGE, f"{PAGE}versions/", "/models/", "/labs/deepseek/", "/"):
        assert "standing-mark" not in text_of(client, path)
        assert "banner" not in text_of(client, path)


@pytest.mark.usefixtures("retracted")
def test_a_retracted_card_stays_readable_and_clearly_marked(client: Client) -> None:
    page = text_of(client, PAGE)
    assert "do not rely on it" in before_title(page)
    assert "294,000" in page
    assert "Score before" in page and "Score of 100" not in page
    assert f'href="{PAGE}versions/1.json"' in page
    version = text_of(client, f"{PAGE}versions/1/")
    assert "was retracted.</strong> It stays readable" in version
    assert client.get(f"{PAGE}versions/1.json").status_code == 200


@pytest.mark.usefixtures("retracted")
def test_lists_lead_to_a_retracted_card_and_show_no_score(client: Client) -> None:
    refused = text_of(client, f"/compare/models/?id={R1}&id=xai/grok-1", 410)
    assert "The model card of DeepSeek-R1 was retracted." in refused
    for path in ("/models/?q=r1&lab=deepseek", "/labs/deepseek/"):
        page = read(client, path)
        assert PAGE in page.links
        assert "retracted" in page.text
    assert PAGE not in read(client, "/").links


@pytest.mark.usefixtures("retracted")
def test_programs_are_told_that_nothing_is_current(client: Client) -> None:
    problem = check_problem(client.get(f"/api/v1/models/{R1}"), "retracted")
    assert [one["kind"] for one in problem["notices"]] == ["retraction"]
    gone = client.get(f"/models/{R1}.json")
    assert (gone.status_code, gone.json()["status"]) == (410, "retracted")
    assert gone.json()["notices"][0]["text"] == WHY
    release = client.get(f"/api/v1/models/{R1}/release").json()["data"]
    assert (release["has_card"], release["status"]) == (False, "retracted")
    assert release["notices"][0]["signed"] == [{"name": "Chidi Chief", "role": "editor_in_chief"}]
    (line,) = client.get(f"/api/v1/models/{R1}/versions").json()["data"]
    assert (line["status"], line["notices"]) == ("retracted", release["notices"])
    assert client.get(f"/api/v1/models/{R1}/versions/1").status_code == 200


@pytest.mark.usefixtures("doubted")
def test_programs_are_told_of_a_concern(client: Client) -> None:
    release = client.get(f"/api/v1/models/{R1}/release").json()["data"]
    assert (release["has_card"], release["status"]) == (True, "under_concern")
    assert release["notices"][0]["items"] == ["COST-1", "COMP-1"]
    rows = client.get("/api/v1/models?lab=deepseek&card=yes&fields=id,status").json()["data"]
    assert {"id": R1, "status": "under_concern"} in rows
    table = b"".join(client.get("/models.csv?lab=deepseek&q=r1").streaming_content)  # type: ignore[attr-defined]
    assert b",under_concern\r\n" in table


@pytest.mark.usefixtures("retracted")
def test_whoever_cites_a_retracted_version_says_so(client: Client) -> None:
    at = f"{PAGE}versions/1"
    bib = text_of(client, f"{at}.bib")
    assert "title        = {{RETRACTED: Model card" in bib and "note         = {RETRACTED, " in bib
    (item,) = json.loads(text_of(client, f"{at}.csl.json"))
    assert item["status"] == "retracted" and item["title"].startswith("RETRACTED: ")
    assert "N1  - RETRACTED" in text_of(client, f"{at}.ris")
    data = json.loads(text_of(client, f"{at}.jsonld"))
    assert data["creativeWorkStatus"] == "Retracted"
    assert data["correction"][0]["text"] == WHY
    assert "RETRACTED: Model card of" in text_of(client, PAGE)


def test_badges_tell_of_doubts_and_of_no_level(client: Client, editor: Actor) -> None:
    kept = client.get(f"/badges/{R1}.svg")
    doubt(editor, version_of(R1), WHY)
    again = client.get(f"/badges/{R1}.svg", headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status_code == 200
    picture = again.content.decode()
    assert "under concern · v1" in picture and "Listed" not in picture and "/100" not in picture
    retract(editor, version_of(R1), WHY)
    assert "model card retracted" in text_of(client, f"/badges/{R1}.svg", 410)


def test_a_notice_enters_the_feeds(client: Client, doubted: CardVersion, editor: Actor) -> None:
    remove(editor, version_of("xai/grok-1"), "A court order")
    for path in ("/feeds/versions.atom", "/labs/deepseek/feed.atom"):
        feed = ElementTree.fromstring(text_of(client, path))  # noqa: S314 - our own feed
        titles = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}title")]
        assert "DeepSeek-R1 (DeepSeek), card version 1: expression of concern" in titles
        assert ("Grok-1 (xAI), card version 1: removal of the content" in titles) is (
            "labs" not in path
        )
        told = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}summary")]
        assert any(SHOWN in (text or "") for text in told)
    assert doubted.notices.count() == 1


def test_a_correction_leads_both_ways(client: Client, editor: Actor) -> None:
    second = newer(editor)
    first = version_of(R1)
    for about, other in ((first, second), (second, first)):
        note(editor, about, "correction", "The price was wrong.", other=other, found_by="A reader")
    old, new = (before_title(text_of(client, f"{PAGE}versions/{n}/")) for n in (1, 2))
    assert "contained an error. Version 2 corrects it." in old
    assert f'href="{PAGE}versions/2/"' in old and "A reader" in old
    assert "corrects an error in version 1." in new and f'href="{PAGE}versions/1/"' in new
    assert "banner-standing" not in old + new
    lines = client.get(f"/api/v1/models/{R1}/versions").json()["data"]
    assert [line["notices"][0]["other_version"] for line in lines] == [1, 2]
    doubt(editor, first, WHY)
    assert "under concern" in read(client, f"{PAGE}diff/?from=1&to=2").text


def test_what_was_taken_back_stays_but_does_not_stand(client: Client, editor: Actor) -> None:
    version = version_of(R1)
    note(editor, version, "concern", "A doubt.")
    note(editor, version, "concern_lifted", "The source was found.")
    above = before_title(text_of(client, PAGE))
    assert above.index("The source was found.") < above.index("A doubt.")
    assert "banner-standing" not in above
    # Of two retractions, only the last stands.
    note(editor, version, "retraction", "An earlier one.")
    note(editor, version, "reinstatement", "It was a mistake.")
    retract(editor, version, WHY)
    above = before_title(text_of(client, PAGE))
    assert above.count("banner-standing") == 1
    assert above.index("banner-standing") < above.index(SHOWN) < above.index("An earlier one.")


def test_a_tombstone_has_its_notices_for_people_and_programs(client: Client, editor: Actor) -> None:
    remove(editor, version_of(R1), "A court order")
    for path in (PAGE, f"{PAGE}versions/1/"):
        page = text_of(client, path, 410)
        assert "Removal of the content" in before_title(page)
        assert "Law" in page and "294,000" not in page
    for path in (f"/models/{R1}.json", f"{PAGE}versions/1.json"):
        response = client.get(path)
        assert response.headers["Content-Type"] == "application/json"
        told = response.json()
        assert (told["status"], told["notices"][0]["reason_class"]) == ("removed", "law")
        assert told["content_hash"].startswith("sha256:")
    problem = check_problem(client.get(f"/api/v1/models/{R1}/versions/1"), "removed")
    assert problem["notices"][0]["text"] == "A court order"


def test_kept_answers_are_made_anew_for_a_notice(client: Client, editor: Actor) -> None:
    paths = [f"/api/v1/models/{R1}/release", f"/api/v1/models/{R1}/versions", "/api/v1/models"]
    before = {path: client.get(path).headers["ETag"] for path in paths}
    front = client.get("/").content
    doubt(editor, version_of(R1), WHY)
    for path, etag in before.items():
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200, path
    assert client.get("/").content != front


def test_notices_do_not_add_queries(client: Client, editor: Actor) -> None:
    from tests.web.test_queries import QUERIES, count

    version = version_of(R1)
    for number in range(4):
        note(editor, version, "correction", f"Note {number}.", other=version, items=["COST-1"])
    doubt(editor, version, WHY)
    for path in (PAGE, f"{PAGE}versions/1/", f"{PAGE}versions/", "/labs/deepseek/", "/"):
        assert count(client, path) == QUERIES[path], path
