"""Ties between people, as they report them."""
