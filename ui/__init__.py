"""The faces of reftel: the command line and the chat window."""
