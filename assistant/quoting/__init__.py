"""Answers without a model, in the words of the cables, and refusals."""
