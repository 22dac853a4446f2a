"""The interfaces of reftel: the command line and the chat window."""
