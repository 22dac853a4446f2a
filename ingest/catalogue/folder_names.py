"""The names under which a catalogue notes what a folder contains."""

import re

# What lies in a folder and not with the catalogue.
_OWN = re.compile(r"(?:(?:discard|outgrown) )?(?:words|scan|vectors)|(?:scan|vectors) of|vectors with|copy .+")
_VECTORS = re.compile(r"(?:(?:discard|outgrown) )?vectors(?: of| with)?")


class Names:
    """Plain names if the library is one folder; if several share the catalogue, each has names of its own."""

    def __init__(self, folder: str | None = None, *, vectors_are_served: bool = False) -> None:
        """`folder`: what distinguishes it from the others; `vectors_are_served`: a server keeps the vectors."""
        self._folder, self._vectors_are_served = folder, vectors_are_served

    def __call__(self, name: str) -> str:
        """Return the name under which this folder's part or note is known."""
        if self.is_served(name):
            return f"{name} on server"
        return f"{name}@{self._folder}" if self.is_own(name) else name

    def is_served(self, name: str) -> bool:
        """Return whether the part, or note, of that name belongs to what a server keeps."""
        return self._vectors_are_served and bool(_VECTORS.fullmatch(name))

    def is_own(self, name: str) -> bool:
        """Return whether this folder has a part, or note, of that name for itself."""
        return bool(self._folder and _OWN.fullmatch(name) and not self.is_served(name))


PLAIN = Names()
