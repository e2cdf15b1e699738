"""The profile `multi-if`: the verdicts of the public Multi-IF evaluator, bug for bug.

Source: facebookresearch/Multi-IF (arXiv 2410.15553), as released in October 2024 and run with
Python 3.11, NLTK 3.9.1 and langdetect 1.0.9 seeded with 0. The rules were written from a
description of its answers; docs/reference.md states them.

Where the reference draws a parameter at random, or stops with an error, a reply is not judged.
"""

from mifcheck.profiles.multi_if import ends, form, keywords, length
from mifcheck.profiles.multi_if.base import CHECKERS

__all__ = ["CHECKERS", "ends", "form", "keywords", "length"]
