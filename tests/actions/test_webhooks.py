"""Webhooks: who is told of which public changes, and how it is delivered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from registry.actions import editorial, publication, webhooks
from registry.actions.outbox import deliver_due
from registry.management.delivery import Delivery, new_poster
from registry.models import Actor, AuditEvent, Change, OutboxMessage, Webhook
from registry.rules.errors import Conflict, Refused, Unknown
from registry.rules.visits.addresses import PUBLIC
from registry.rules.webhook_signatures import signed_headers
from registry.visiting.network import system_resolver
from registry.visiting.posting import Poster
from tests.factories.outbox import Clock
from tests.factories.stored import card_of, live, publish, stored_rows
from tests.visiting.stub import AGENT, Answer, Names, Stub, gate_of, running_stub

pytestmark = pytest.mark.django_db
ADDRESS = "https://mirror.example.org/changes"


def added(by: Actor, address: str = ADDRESS, **others: object) -> tuple[Webhook, str]:
    return webhooks.add_webhook(by=by, address=address, reason="Runs a mirror", **others)


def publish_something(by: Actor) -> list[Change]:
    """The changes that a new version of a card brings."""
    before = Change.objects.last_seq()
    release = editorial.get_live_card("xai/grok-1").release
    publish(by, card_of(release))
    return list(Change.objects.filter(seq__gt=before))


def test_without_a_webhook_nothing_is_written(editor: Actor) -> None:
    assert publish_something(editor)
    assert not OutboxMessage.objects.exists()


def test_every_change_is_told_once_as_the_feed_has_it(editor: Actor) -> None:
    webhook, _ = added(editor)
    changes = publish_something(editor)
    messages = OutboxMessage.objects.order_by("id")
    told = [json.loads(message.body) for message in messages]
    assert [each["seq"] for each in told] == [change.seq for change in changes]
    assert {message.recipient for message in messages} == {webhook.public_id}
    assert [each["id"] for each in told] == [message.public_id for message in messages]
    (card,) = (each for each in told if each["kind"] == "card.published")
    version = live(editorial.get_live_card("xai/grok-1").release)
    assert card == {
        "id": card["id"],
        "seq": card["seq"],
        "at": f"{changes[0].at:%Y-%m-%dT%H:%M:%SZ}",
        "kind": "card.published",
        "subject": "xai/grok-1",
        "version": version.number,
        "url": f"http://localhost:8000/models/xai/grok-1/versions/{version.number}/",
    }
    addresses = {each["kind"]: each["url"] for each in told}
    assert addresses["ranking.published"].startswith("http://localhost:8000/rankings/")
    assert all("version" not in each for each in told if not each["kind"].startswith("card."))


def test_kinds_are_chosen_and_what_is_rolled_back_is_not_told(editor: Actor) -> None:
    added(editor, kinds=["card.published", "lab.changed", "card.published"])
    with transaction.atomic():
        publish_something(editor)
        assert [row.kind for row in OutboxMessage.objects.all()] == ["card.published"]
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"address": "https://localhost/hook"}, "not a name of the public internet"),
        ({"address": "http://169.254.169.254/latest"}, "not an address of the public internet"),
        ({"address": "ftp://mirror.example.org/"}, "not one of http or https"),
        ({"address": "https://mirror.example.org:8443/"}, "port 8443"),
        ({"address": f"https://mirror.example.org/{'a' * 500}"}, "Address: "),
        ({"kinds": ["card.draft"]}, "no kind of change 'card.draft'; expected lab.changed"),
    ],
)
def test_what_can_be_no_webhook_is_refused(
    editor: Actor, changes: dict[str, object], message: str
) -> None:
    before = stored_rows()
    with pytest.raises(Refused, match=message):
        added(editor, **changes)
    assert stored_rows() == before


def test_adding_and_ending_are_on_record_without_the_secret(editor: Actor) -> None:
    webhook, secret = added(editor)
    with pytest.raises(Conflict, match="told of changes already"):
        added(editor)
    publish_something(editor)
    webhooks.end_webhook(by=editor, public_id=webhook.public_id, reason="Gone")
    webhook.refresh_from_db()
    assert (webhook.secret, webhook.ended_at is None) == ("", False)
    assert not OutboxMessage.objects.waiting().exists()
    assert {row.last_error for row in OutboxMessage.objects.all()} == {"the webhook has ended"}
    with pytest.raises(Unknown):
        webhooks.end_webhook(by=editor, public_id=webhook.public_id, reason="Gone")
    events = AuditEvent.objects.filter(subject=f"webhook {webhook.public_id}")
    assert [event.action for event in events] == ["webhook.add", "webhook.end"]
    assert secret not in "".join(str(event.data) for event in events)
    assert added(editor)[1] != secret


def delivery_to(stub: Stub, names: Names | None = None) -> Delivery:
    return Delivery(Poster(AGENT, gate=gate_of(stub), resolver=names or Names(), seconds=2))


def waiting_for(stub: Stub, editor: Actor) -> str:
    """One change is to be told to the stub; returns the secret."""
    webhook, secret = added(editor, kinds=["card.published"])
    Webhook.objects.filter(pk=webhook.pk).update(address=stub.url("/hook"))
    publish_something(editor)
    return secret


def test_a_call_is_signed_and_says_nothing_else(editor: Actor) -> None:
    with running_stub() as stub:
        secret = waiting_for(stub, editor)
        message = OutboxMessage.objects.get()
        stub.answers["/hook"] = Answer(b"", 204)
        assert deliver_due(send=delivery_to(stub)) == 1
    ((path, headers),) = stub.requests
    (body,) = stub.bodies
    assert (path, body) == ("/hook", message.body.encode())
    timestamp = int(headers["Webhook-Timestamp"])
    assert abs(timestamp - datetime.now(UTC).timestamp()) < 60
    assert dict(headers) == {
        "Host": f"source.example.org:{stub.port}",
        "User-Agent": AGENT,
        "Content-Length": str(len(body)),
        "Connection": "close",
        "Content-Type": "application/json",
        **signed_headers(
            secret, delivery=message.public_id, timestamp=timestamp, body=message.body
        ),
    }


def test_a_receiver_can_tell_a_repetition(editor: Actor) -> None:
    with running_stub() as stub:
        waiting_for(stub, editor)
        stub.answers["/hook"] = [Answer(b"", 500), Answer(b"", 302), Answer()]
        clock = Clock()
        for _ in range(3):
            clock.pass_(timedelta(hours=1))
            deliver_due(send=delivery_to(stub), now=clock)
    assert OutboxMessage.objects.get().sent_at == clock()
    assert len(stub.requests) == 3, "a redirect is not followed"
    assert len({headers["Webhook-Id"] for _, headers in stub.requests}) == 1
    assert len(set(stub.bodies)) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("10.0.0.1", "the host has an address that is not of the public internet"),
        ("::1", "the host has an address that is not of the public internet"),
    ],
)
def test_a_name_that_leads_inside_is_not_called(editor: Actor, address: str, told: str) -> None:
    with running_stub() as stub:
        waiting_for(stub, editor)
        names = Names({"source.example.org": [[address]]})
        assert deliver_due(send=delivery_to(stub, names)) == 0
    assert (stub.connections, names.asked) == (0, ["source.example.org"])
    assert OutboxMessage.objects.get().last_error == told


def test_what_is_not_a_success_is_tried_again(editor: Actor) -> None:
    with running_stub() as stub:
        waiting_for(stub, editor)
        stub.answers["/hook"] = Answer(b"no", 410)
        deliver_due(send=delivery_to(stub))
        assert OutboxMessage.objects.get().last_error == (
            "the host answered 410, expected 200 to 299"
        )
    OutboxMessage.objects.update(next_try_at=datetime.now(UTC))
    deliver_due(send=delivery_to(stub))
    assert OutboxMessage.objects.get().last_error == "the host takes no connections"


def test_the_product_calls_public_addresses_alone() -> None:
    poster = new_poster()
    assert (poster.gate, poster.resolver) == (PUBLIC, system_resolver)
    assert "http://localhost:8000/about/" in poster.user_agent
    assert poster.tls.check_hostname


def test_a_removal_is_told_of_without_its_reason(editor: Actor) -> None:
    added(editor, kinds=["card.removed"])
    version = live(editorial.get_live_card("xai/grok-1").release)
    publication.remove(by=editor, version=version, reason="A court ordered it")
    told = OutboxMessage.objects.get().body
    assert "court" not in told
    assert json.loads(told)["version"] == version.number
