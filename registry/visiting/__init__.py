"""Going out to the links of cards: the only code of ours that opens a connection.

Only the command of the evidence checker, in a process of its own, may import it. A card can name
any address, so that whatever is visited is hostile until it is shown to be public: a name is looked
up once, every address it has must be of the public internet, and the connection goes to one of
these very addresses.
"""
