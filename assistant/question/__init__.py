"""What a question asks for: person, period, post, and what it takes from the conversation."""
