"""A report on a hard question: the model searches again, in rounds, by tools, and writes it section by section."""
