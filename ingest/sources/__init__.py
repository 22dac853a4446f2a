"""Everything that a researcher arrives with, into the texts of single cables."""
