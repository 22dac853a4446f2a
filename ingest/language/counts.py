"""Numbers with what they count."""

_IRREGULAR = {"person": "people"}


def count(number: int, name: str) -> str:
    """Return a number with what it counts: "1 cable", "1,204 cables"."""
    return f"{number:,} {plural(number, name)}"


def plural(number: float, name: str) -> str:
    """Return the name of what a number counts, in the plural unless it is one."""
    return name if number == 1 else _IRREGULAR.get(name, f"{name}s")
