"""The instructions of M-IFEval (arXiv 2502.04688) in Spanish, French and Japanese."""

from mifcheck.checkers.m_ifeval import french, japanese, same, spanish

__all__ = ["french", "japanese", "same", "spanish"]
