"""Offline verbs: they rest on the rulebook alone and need neither Django nor a database."""
