"""What each template shows: frozen values, already in the words and figures of the page.

One module per family of pages. Views fill these, templates only lay them out. Text is final (dates,
units and rounding done); counts are integers so that templates can choose singular and plural;
addresses are URLs or paths. An empty tuple or empty string means "nothing to show", and every
template says so in words.
"""
