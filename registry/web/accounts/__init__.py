"""Signing up, signing in, and what a person sets for themself; allauth does the work."""
