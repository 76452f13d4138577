"""What may be booked, and every reason why not. Plain Python."""
