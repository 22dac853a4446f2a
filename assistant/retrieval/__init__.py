"""The passages that may answer a question, ranked."""
