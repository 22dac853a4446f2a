"""Kinds of questions that a library answers exactly, without a model: a module for each."""
