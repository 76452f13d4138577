"""Snapshots and the documents rendered from them."""
