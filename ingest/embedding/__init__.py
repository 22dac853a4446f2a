"""Texts into vectors, one for each passage and one for each token."""
