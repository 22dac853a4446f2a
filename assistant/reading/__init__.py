"""Reads a question and its best passages together: in which order their sentences likely answer."""
