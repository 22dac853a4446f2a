"""Kept conversations over HTTP, and their downloads."""
