"""Reading, validating and questioning a card: three layers, and problems people can act on."""
