"""The primitives that checkers are composed of, as values.

A `Selection` says which units of a text are meant: all words, the first sentence, every third line.
A `Predicate` is true of a unit or not, and a `Key` is what units are compared by. `Count`, `Share`,
`Every`, `Order`, `Within` ... are checkers that are made of these.
"""
