"""Ratings of replies by people, and how PIF correlates with them.

`read_ratings(path)` reads them. `correlate(pif, ratings)` computes how the PIF of the same replies
correlates with each of their criteria.
"""

from __future__ import annotations

from mifcheck.ratings.agreement import Agreement, Agreements, correlate
from mifcheck.ratings.reading import read_ratings
from mifcheck.ratings.values import Rating, Ratings

__all__ = ["Agreement", "Agreements", "Rating", "Ratings", "correlate", "read_ratings"]
