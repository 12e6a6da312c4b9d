"""The shapes of the answers of version 1: typed for the code, described for the OpenAPI document.

Nothing here is removed, renamed or given another type within version 1. Members that may be absent
are ``NotRequired``; none is ever null. A measured figure has its unit or currency in its own object
and, where it is cost or compute, its scope. Docstrings are published.
"""
