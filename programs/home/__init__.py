"""Each role's home page, readiness, and what needs several rooms."""
