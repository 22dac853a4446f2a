"""Answers and cables as text, JSON, HTML and citations; pure functions."""
