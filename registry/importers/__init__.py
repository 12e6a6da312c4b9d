"""Readers of files that labs already have; pure functions from bytes to ``rules.imports.Import``.

None of them raises, whatever the bytes, goes out to a network, or decides anything: each finding is
shown to a person.
"""
