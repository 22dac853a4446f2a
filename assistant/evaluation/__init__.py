"""Many questions at once, labelled questions, and scores."""
