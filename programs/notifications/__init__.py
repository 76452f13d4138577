"""The outbox: every mail, written with what it tells about and sent after commit."""
