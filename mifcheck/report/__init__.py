"""Results for people: text, tables, pictures and pages made of values.

Nothing here computes a figure or judges a reply. Text of models and of data sets passes through
`safe.printable` before it is shown, so none of it is taken for markup or for terminal commands.
"""
