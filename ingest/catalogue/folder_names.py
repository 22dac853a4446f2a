"""Under which names a catalogue notes what a folder holds."""

import re

# What lies in a folder and not with the catalogue; the vectors do where a Chroma server keeps them.
_OWN = re.compile(r"(?:(?:discard|outgrown) )?(?:words|scan)|scan of|copy .+")


class Names:
    """Plain ones in a library that is one folder; in a catalogue that several share, each folder has its own."""

    def __init__(self, folder: str | None = None) -> None:
        """`folder`: what tells it from the others."""
        self._folder = folder

    def __call__(self, name: str) -> str:
        """Return under which name this folder's part, or note, of that name is known."""
        return f"{name}@{self._folder}" if self._folder and _OWN.fullmatch(name) else name


PLAIN = Names()
