"""Every component with examples, ordinary and extreme, for whoever builds or changes a page.

To add one: a ``Component`` in the module of its family, with what it is for and at least one
example; ``catalogue`` lists the families. A test fails for a component that is neither shown nor
excepted there with a reason.
"""
