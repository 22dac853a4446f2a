"""Teach the embedding model what questions and cables are; measure it on cables that it was not taught on."""
