"""What readers keep: its tables, collections of cables, notes on their words, and watches."""
