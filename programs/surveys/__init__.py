"""Instruments, waves, answers, statistics and the one disclosure gateway."""
