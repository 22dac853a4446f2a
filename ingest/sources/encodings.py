"""Bytes into text, whatever program wrote them.

ftfy does more of this and guesses better; but it also rewrites texts that are right as they stand, and what is
quoted from an archive must stand there. So only the two certain repairs are made here.

Bytes that are no UTF-8 are Windows-1252, as nearly all such cables are, unless their words are Turkish, or that
would make nonsense of them: then charset-normalizer guesses by the words.
"""

import codecs
import re
from typing import NamedTuple

from ingest.sources.turkish import is_turkish

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# UTF-8 that was read as Windows-1252 and written as UTF-8 again: "donâ€™t", "PerÃº", "Ð¡Ð¾ÑŽÐ·".
TWICE_ENCODED = re.compile(r"[ÂÃÐÑ][\xa0-\xbf]|â€|Ã[\x80-\x9fƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]")
# What no text in Windows-1252 has: signs within words, capitals behind small letters, words of accents alone.
NONSENSE = re.compile(
    r"[A-Za-zÀ-ÿ][£¥¦§¨ª¬¯±²³µ¹º¼½¾¿¡¤¢†‡•‰›„][a-zß-ÿ]|(?<!\w)[³¹¼½¾][a-zß-ÿ]|[a-zß-ÿ][À-ÞŠŽŸ]|[À-ÿŠŒŽšœžŸ]{4}"
    r"|[\x81\x8d\x8f\x90\x9d]"
)
GUESSED = ("cp1250", "cp1251", "cp1253", "cp1257", "koi8_r", "mac_roman")
FOREIGN = re.compile(rb"[\x80-\xff]")
AROUND = 2000  # bytes of a line, before and behind a letter beyond ASCII, by which its encoding is guessed
GUESSED_BY = 1 << 16  # bytes
CONTROLS = bytes({*range(32), 127} - {*b"\0\t\n\v\f\r\x1a\x1b"})


class Decoded(NamedTuple):
    """A text, and its encoding where that had to be guessed."""

    text: str
    guessed: str | None


def decode(data: bytes) -> str:
    """Read bytes as text with LF line ends and without NUL.

    UTF-16 is known by its mark or its zeros; else the text is UTF-8 with or without a mark, else Windows-1252,
    whose five gaps are read as Latin-1, or, if that makes nonsense of it, what is likely. A text that was encoded
    twice is decoded twice.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """Do the same, and tell the encoding where it had to be guessed."""
    guessed = None
    if wide := _utf_16(data):
        text = data.decode(wide, "replace")
    else:
        data = data.replace(b"\0", b"")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "gaps")
            if guessed := "cp1254" if is_turkish(text) else _guessed(data) if NONSENSE.search(text) else None:
                text = data.decode(guessed, "replace")
    text = _undone(text.replace("\0", ""))
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), guessed)


def is_binary(data: bytes) -> bool:
    """Tell whether these bytes are no text in any encoding that `decode` reads."""
    if _utf_16(data):
        return False
    sample = data[: 1 << 20]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return controls * 30 > len(sample) or sample.count(0) * 4 > len(sample) or sample.startswith(b"%PDF-")


def _utf_16(data: bytes) -> str | None:
    """Return the encoding of a text whose characters have two bytes each, the second of nearly all being zero."""
    if data.startswith(UTF_16):
        return "utf-16"
    sample = data[:4096]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half > 8 and max(even, odd) > 0.8 * half and min(even, odd) < 0.01 * half:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _guessed(data: bytes) -> str | None:
    """Return the encoding that the lines beyond ASCII are likely to be in, None if they make no sense in any."""
    from charset_normalizer import from_bytes

    lines, size, position = [], 0, 0
    while size <= GUESSED_BY and (letter := FOREIGN.search(data, position)):
        start = max(data.rfind(b"\n", position, letter.start()) + 1, position, letter.start() - AROUND)
        newline = data.find(b"\n", letter.end(), letter.end() + AROUND)
        position = newline if newline >= 0 else min(len(data), letter.end() + AROUND)
        lines.append(data[start:position])
        size += position - start
    likely = from_bytes(b"\n".join(lines), cp_isolation=list(GUESSED))
    return next((each.encoding for each in likely if not NONSENSE.search(str(each))), None)


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
