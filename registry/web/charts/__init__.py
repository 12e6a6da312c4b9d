"""Charts as geometry: numbers in, shapes with coordinates out. No Django, no database, no colours.

A chart is drawn twice, for wide and for narrow screens, from the same data; the stylesheet says
what a look (``chart-verified``, ``chart-grid``) is.
"""
