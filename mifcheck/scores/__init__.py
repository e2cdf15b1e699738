"""Scores of a run: the four accuracies, PIF, PIF-N-K, forgetting and correction.

`score(run)` checks every reply (`judging`), keeps what became of each check in columns
(`Outcomes`), and computes every metric (`METRICS`) with its interval from them (`Scores`).
"""
