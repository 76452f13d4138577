"""After a visit: what visitor and host say of it, signed, and what may be told of many together."""
