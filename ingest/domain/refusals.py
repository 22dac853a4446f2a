"""Why a text was refused that is no cable; a library that takes documents reads such files again."""

_ADVICE = "`reftel ingest --documents` takes it as a document"
_TEXT = "nothing in this text looks like a cable"
_PAGE = "is a web page without the text of a cable"
_MESSAGE = "is a message without a cable, in its text or attached to it"
NO_CABLE_IN_TEXT = f"{_TEXT} (no class line, no sender, no labelled fields): {_ADVICE}"
NO_CABLE_IN_PAGE = f"{_PAGE} (no <pre> block): {_ADVICE}"
NO_CABLE_IN_MESSAGE = f"{_MESSAGE}: {_ADVICE}"


def is_no_cable(reason: str) -> bool:
    """Tell whether something could not be read because it is no cable, also by an earlier version of reftel."""
    return reason.startswith((_TEXT, _PAGE, _MESSAGE))
