"""Runs: a model is driven, and every reply is kept."""
