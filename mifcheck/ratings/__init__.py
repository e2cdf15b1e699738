"""Ratings of replies by people, and how PIF correlates with them.

`read_ratings(path)` reads them. `correlate(pif, ratings)` computes how the PIF of the same replies
correlates with each of their criteria.
"""
