"""The lab's word on a proof belongs to the decision that it followed, not to the snapshot for good."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

ACCEPTING = ("checked", "time_box", "accept")


def follow_decisions(apps: Any, schema_editor: Any) -> None:
    """Put each word to the last acceptance before it, void or not: there was one, or no proof."""
    former = apps.get_model("registry", "ProofConfirmation")
    proofs = apps.get_model("registry", "ProofOfDecision")
    decisions = apps.get_model("registry", "Decision")
    alias = schema_editor.connection.alias
    for one in former.objects.using(alias).all():
        accepted = decisions.objects.using(alias).filter(
            snapshot_id=one.snapshot_id, kind__in=ACCEPTING, at__lte=one.at
        )
        last = accepted.order_by("-id").first()
        if last is not None:
            proofs.objects.using(alias).create(decision=last, at=one.at, actor_key=one.actor_key)
    if schema_editor.connection.vendor == "postgresql":
        # Otherwise the tables cannot be altered while their references wait for a check.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0024_upheld_concerns'),
    ]

    operations = [
        # A primary key cannot be exchanged in place, nor can rows of this table be changed.
        migrations.CreateModel(
            name='ProofOfDecision',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='proof_confirmation', serialize=False, to='registry.decision')),
                ('at', models.DateTimeField()),
                ('actor_key', models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(follow_decisions, migrations.RunPython.noop),
        migrations.DeleteModel(name='ProofConfirmation'),
        migrations.RenameModel('ProofOfDecision', 'ProofConfirmation'),
    ]
