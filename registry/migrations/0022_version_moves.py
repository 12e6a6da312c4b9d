"""The bytes of review files apart from their rows, and since when a lab has known of a concern."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def move_contents(apps: Any, schema_editor: Any) -> None:
    """Put the bytes of each file beside it."""
    files = apps.get_model("registry", "ReviewFile")
    contents = apps.get_model("registry", "ReviewFileContent")
    alias = schema_editor.connection.alias
    contents.objects.using(alias).bulk_create(
        contents(file=file, canonical=file.canonical) for file in files.objects.using(alias).all()
    )
    if schema_editor.connection.vendor == "postgresql":
        # Otherwise the table of the files cannot be altered while its references wait for a check.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0016_outbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='LabTold',
            fields=[
                ('motion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='lab_told', serialize=False, to='registry.motion')),
                ('told_at', models.DateTimeField()),
                ('how', models.TextField()),
                ('at', models.DateTimeField()),
                ('actor_key', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewFileContent',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='content', serialize=False, to='registry.reviewfile')),
                ('canonical', models.TextField()),
            ],
        ),
        migrations.RunPython(move_contents, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='reviewfile',
            name='canonical',
        ),
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('lab.changed', 'a lab was added or changed'), ('release.changed', 'a known release was added or changed'), ('card.published', 'a version of a card was published'), ('card.removed', 'the content of a version was removed'), ('card.concern', 'a concern about a version was expressed'), ('card.concern_lifted', 'a concern about a version was lifted'), ('card.retracted', 'a version of a card was retracted'), ('card.reinstated', 'the retraction of a version was taken back'), ('card.restored', 'the removed content of a version was brought back'), ('card.regraded', 'the live version of a card was graded again'), ('ranking.published', 'a ranking was made')], max_length=20),
        ),
    ]
