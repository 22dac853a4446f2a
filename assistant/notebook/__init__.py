"""What readers keep: its tables, and collections of cables."""
