"""Teach the reader, which orders the sentences of a question's best passages by how likely they answer."""
