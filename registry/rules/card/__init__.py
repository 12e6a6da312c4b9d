"""The shape of a model card, version 1.0, as strict pydantic models.

``document`` holds ``Card`` and the way to its claims; ``sections`` lists the nine sections and the
64 claim paths. ``shape``, ``rule``, ``base`` and ``claim`` are what the sections are written in.
"""
