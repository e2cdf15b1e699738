"""The file of a language that no library measures: Esperanto."""

ESPERANTO = """
code = "eo"
name = "Esperanto"
native_name = "Esperanto"
aliases = []
has_case = true
spaced = true
count_unit = "word"
commas = ","
quotes = []
"""
