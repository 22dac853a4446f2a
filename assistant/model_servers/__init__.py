"""Model servers on this machine: which there are, what models they have, and how a model of theirs is named."""
