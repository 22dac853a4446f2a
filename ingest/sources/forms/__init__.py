"""A module for each form of file: from its bytes to the texts of cables in it."""
