"""The commands, one module each: its options, its help text and its work.

A module has `command`, a function whose parameters are the arguments and options, and whose
docstring is the help page. `mifcheck.cli.app` finds the modules. A help page needs the modules, so
they import what is heavy inside their functions.
"""
