"""The commands, one module each: its options, its help text and its work.

A module has `command`, a function whose parameters are the arguments and options, and `EXAMPLES`,
the end of its help page. `mifcheck.cli.app` lists the modules. All of them are imported for any
command, so they import what is heavy inside their functions.
"""
