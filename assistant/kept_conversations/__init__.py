"""Conversations and feedback that readers keep."""
