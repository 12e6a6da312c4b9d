"""The rulebook: what a card is, how it is checked and graded, and how labs are ranked.

Pure functions on plain documents and frozen dataclasses. Nothing here knows Django, and nothing is
read but the files in ``schemas/``. The packages, from the ground up:

- ``conditions``: the rule language of the standard
- ``card``: the shape of a card, the source of the public schema
- ``checking``: from bytes to a valid card, or to problems people can act on
- ``grading``: from a card to grades, credits and its score, with the reasons
- ``lineage``: what a model cost with everything it stands on
- ``ranking``: from cards to labs, ranks and how sure they are
- ``showing``: what readers see, never a figure without its scope
"""
