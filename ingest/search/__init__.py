"""What can be found: entries, the word index, Chroma, and the scan over vectors."""
