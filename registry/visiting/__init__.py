"""Going out to addresses that somebody else wrote: the only code of ours that opens a connection.

Only the commands of the evidence checker and of the outbox, in processes of their own, may import
it. A card or a webhook can name any address, so that whatever is visited is hostile until it is
shown to be public: a name is looked up once, every address it has must be of the public internet,
and the connection goes to one of these very addresses.
"""
