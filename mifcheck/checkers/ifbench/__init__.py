"""The instructions of IFBench (arXiv 2507.02833), one module a family of ids."""

from mifcheck.checkers.ifbench import counts, custom, forms, ratios, repeats, sentences, words

__all__ = ["counts", "custom", "forms", "ratios", "repeats", "sentences", "words"]
