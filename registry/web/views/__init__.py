"""One module per family of pages: parse, read, present, render."""
