"""Reading live documents together with those they derive from, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from registry.models.lineage import LineageEdge
from registry.models.releases import Release
from registry.rules.checking.reading import read_stored

# UNION, not UNION ALL: data edges may form a cycle, and a card met twice ends the walk.
ANCESTORS = """
WITH RECURSIVE ancestor(public_id) AS (
  VALUES {roots}
  UNION
  SELECT edge.card_id
  FROM ancestor
  JOIN registry_release release ON release.public_id = ancestor.public_id
  JOIN registry_modelcard card ON card.release_id = release.id
  JOIN registry_lineageedge edge ON edge.version_id = card.live_version_id
  WHERE edge.card_id <> ''
)
SELECT release.public_id, content.canonical
FROM ancestor
JOIN registry_release release ON release.public_id = ancestor.public_id
JOIN registry_modelcard card ON card.release_id = release.id
JOIN registry_cardcontent content ON content.version_id = card.live_version_id
"""


class LiveDocuments:
    """The live documents of one card and its ancestors; called with a card id it is a lookup.

    ``derived_from`` are the ids of ancestors that the live version need not name: those of a
    version that is about to replace it.
    """

    def __init__(self, public_id: str, derived_from: Iterable[str] = ()) -> None:
        self._public_id = public_id
        roots = list({public_id, *derived_from})
        values = ", ".join(["(%s)"] * len(roots))
        with connection.cursor() as cursor:
            cursor.execute(ANCESTORS.format(roots=values), roots)
            self._stored: dict[str, str] = dict(cursor.fetchall())
        self._read: dict[str, dict[str, Any]] = {}

    def __call__(self, card_id: str) -> dict[str, Any] | None:
        if card_id not in self._stored:
            return None
        if card_id not in self._read:
            self._read[card_id] = read_stored(self._stored[card_id].encode())
        return self._read[card_id]

    def children(self, at_most: int | None = None) -> list[tuple[Release, dict[str, Any]]]:
        """Releases whose live cards derive from this one's weights, with their documents.

        The first ``at_most`` by id, or all.
        """
        edges = LineageEdge.objects.filter(
            card_id=self._public_id,
            kind=LineageEdge.Kind.WEIGHTS,
            version__live_on__isnull=False,
        ).select_related("version__content", "version__card__release")
        ordered = edges.order_by("version__card__release__public_id")
        versions = {edge.version for edge in ordered[:at_most]}
        children = [(version.card.release, version.content.document()) for version in versions]
        return sorted(children, key=lambda child: child[0].public_id)
