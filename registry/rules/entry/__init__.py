"""Filling a card by hand: from its fields to inputs with names, and from what was typed back.

Everything is derived from ``card_fields``; no field is named here. The name of an input is the
path of its value in the card, joined by dots: ``cost.final_run.value.amount``. Names may begin with
a control prefix that no field can have.
"""
