"""The version of the package, and of what its verdicts and figures mean."""

__version__ = "0.1.0"

SCORING = 3
"""Raised by every change that may change a verdict or a figure; docs/changelog.md tells each."""
