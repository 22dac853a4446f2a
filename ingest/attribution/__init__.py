"""Who says what in a cable."""
