"""Matching runs: the model, the solver, the draft and its publication."""
