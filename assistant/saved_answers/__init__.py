"""Answers in files, and whether they still hold against the library."""
