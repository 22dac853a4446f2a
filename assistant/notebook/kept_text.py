"""What readers write, as it is kept: PostgreSQL keeps no NUL, and no page shows a control character."""


def plain(text: str) -> str:
    """Return a text with blanks for what is not printable, line ends too."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else " " for char in whole)


def in_one_line(text: str) -> str:
    """Return a text as one line, with one blank between its words."""
    return " ".join(plain(text).split())


def in_lines(text: str) -> str:
    """Return a text of several lines, without blanks at their ends and empty ones around it."""
    return "\n".join(plain(line).rstrip() for line in text.splitlines()).strip()
