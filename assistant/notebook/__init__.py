"""What readers keep: its tables, collections of cables, and watches."""
