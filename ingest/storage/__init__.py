"""An open library: its parts, and what questions want indexed next."""
