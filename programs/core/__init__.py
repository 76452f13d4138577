"""What every room stands on: the base row and how a rule says no."""
