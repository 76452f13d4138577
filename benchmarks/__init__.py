"""Benchmarks: one file per thing measured, each with `run()` that yields figures."""
