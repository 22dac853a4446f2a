"""Files and folders of a library: private, locked, whole or absent, and never reached through a link."""
