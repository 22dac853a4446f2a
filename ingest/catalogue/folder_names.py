"""The names under which a catalogue notes what a folder contains."""

import re

# What lies in a folder and not with the catalogue; the vectors do where a Chroma server keeps them.
_OWN = re.compile(r"(?:(?:discard|outgrown) )?(?:words|scan)|scan of|copy .+")


class Names:
    """Plain names if the library is one folder; if several share the catalogue, each has names of its own."""

    def __init__(self, folder: str | None = None) -> None:
        """`folder`: what distinguishes it from the others."""
        self._folder = folder

    def __call__(self, name: str) -> str:
        """Return the name under which this folder's part or note is known."""
        return f"{name}@{self._folder}" if self._folder and _OWN.fullmatch(name) else name


PLAIN = Names()
