"""The training instructions of IFBench (IF-RLVR, arXiv 2507.02833) beyond those of IFEval."""

from mifcheck.checkers.ifevalg import copies, counts, forms, words

__all__ = ["copies", "counts", "forms", "words"]
