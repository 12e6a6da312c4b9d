"""Do the figures of a card fit each other? Arithmetic that finds slips and missing scope.

It never accuses and never changes a score.
"""
