"""Whether a source supports a sentence."""
