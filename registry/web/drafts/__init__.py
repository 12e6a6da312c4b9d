"""Preparing a card: the pages of submitters and representatives, of listings and assessments."""
