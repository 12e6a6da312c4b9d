"""The dump: everything public as files for analysis, streamed however large the registry is.

``docs/exports.md`` describes the files. ``registry.exporters.dataset`` is another download, from
which a ranking is recomputed.
"""
