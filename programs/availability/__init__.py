"""When people and places can't: busy times, blackouts, cover rules, on-call."""
