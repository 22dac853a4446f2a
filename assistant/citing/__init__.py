"""Cables as historians cite them: footnotes, in-text citations, entries of a bibliography."""
