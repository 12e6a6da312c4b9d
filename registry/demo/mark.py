"""What makes a data directory a demo's. Without the mark there is no demo."""

# Lies in the directory from before the first start on; the settings look for it.
MARK = "THIS-IS-A-DEMO.txt"
TEXT = (
    "Everything in this folder is invented: people, labs, models, reviews.\n"
    "`make demo` empties the folder and builds it anew.\n"
)
