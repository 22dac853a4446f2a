"""Bytes into text, whatever program wrote them.

ftfy does more of this and guesses better; but it also rewrites texts that are right as they stand, and what is
quoted from an archive must stand there. So only the two certain repairs are made here.
"""

import codecs
import re

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# UTF-8 that was read as Windows-1252 and written as UTF-8 again: "donâ€™t", "PerÃº", "Ð¡Ð¾ÑŽÐ·".
TWICE_ENCODED = re.compile(r"[ÂÃÐÑ][\xa0-\xbf]|â€|Ã[\x80-\x9fƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]")
CONTROLS = bytes({*range(32), 127} - {*b"\0\t\n\v\f\r\x1a\x1b"})


def decode(data: bytes) -> str:
    """Read bytes as text with LF line ends and without NUL.

    UTF-16 is known by its mark; else the text is UTF-8 with or without a mark, else Windows-1252, whose five
    gaps are read as Latin-1. A text that was encoded twice is decoded twice.
    """
    if data.startswith(UTF_16):
        text = data.decode("utf-16", "replace")
    else:
        data = data.replace(b"\0", b"")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "gaps")
    text = _undone(text.replace("\0", ""))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_binary(data: bytes) -> bool:
    """Tell whether these bytes are no text in any encoding that `decode` reads."""
    if data.startswith(UTF_16):
        return False
    sample = data[: 1 << 20]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return controls * 30 > len(sample) or sample.count(0) * 4 > len(sample) or sample.startswith(b"%PDF-")


def _undone(text: str) -> str:
    """Return a text without its second encoding, if every character beyond ASCII agrees that it has one."""
    if not any(lead in text for lead in "ÂÃÐÑâ") or not TWICE_ENCODED.search(text):
        return text
    try:
        return text.encode("cp1252", "gaps").decode("utf-8-sig")
    except UnicodeError:
        return text


def _latin_1(error: UnicodeError) -> tuple[str | bytes, int]:
    """Stand in for what Windows-1252 leaves undefined, as browsers do; what Latin-1 has not stays an error."""
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    if isinstance(error, UnicodeEncodeError):
        return error.object[error.start : error.end].encode("latin-1"), error.end
    raise error


codecs.register_error("gaps", _latin_1)
