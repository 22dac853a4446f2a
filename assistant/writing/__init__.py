"""Answers by a language model: what it is shown, the call, and what it replies."""
