"""The native checkers: `checker` declares one, `registry` maps their ids to their classes.

Another package adds its checkers by naming a module under the entry-point group
`mifcheck.checkers`.
"""

from __future__ import annotations

from mifcheck.checkers.registry import Registry

registry = Registry("native", plugins="mifcheck.checkers", note="mifcheck list shows the ids")
"""Mapping of id to checker class. Importing `mifcheck.checkers` fills it."""

checker = registry.checker
