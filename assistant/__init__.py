"""A question into an answer whose every sentence names its paragraph."""
