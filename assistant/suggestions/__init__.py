"""First questions, and questions that follow from an answer."""
