"""Whether a source bears out a sentence."""
