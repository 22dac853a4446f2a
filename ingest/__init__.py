"""Cable files into a library on disk. Knows nothing of questions."""
