"""A library into one file, and back."""
