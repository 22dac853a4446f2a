"""Who may ask: logins, sessions, users, and the library that each of them sees."""
