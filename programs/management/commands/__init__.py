"""Thin commands: parse, one call, print."""
