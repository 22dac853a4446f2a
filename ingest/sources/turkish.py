"""Turkish in Windows-1254, which differs from Windows-1252 in six letters alone.

Read as the latter, ğ ı ş İ Ğ Ş are ð ý þ Ý Ð Þ. These are letters of Icelandic too, so the words
that have them must tell.
"""

import re

WORD = re.compile(r"[^\W\d_]+")
LONGEST_WORD = 40  # letters
SIX = "ðýþÐÝÞ"  # as Windows-1252 has them
# No Icelandic word has þ before most consonants or at its end, nor ý twice or beside ð or þ; it has no ü and no ç.
TURKISH = re.compile(
    r"þ(?![aeiouyáéíóúýæöjrv])|ðý|ý\w*[ýðþ]|þý|[üç]|ýst|ýzm|oðl|oðan|^ý[^mr]|[bcdgklnrstz]ýn|[lndrk]ý(?:k|l[aý]r)"
)
ICELANDIC = re.compile(r"[áéíóúæ]|(?:son|dóttir|ður|ði|ð)$")
ROMANIAN = re.compile(r"ã|[ªº][a-z]")  # in Windows-1250
TURKEY = ("ANKARA", "ISTANBUL", "ADANA", "IZMIR")


def is_turkish(text: str) -> bool:
    """Tell whether a text that was read as Windows-1252 is in Windows-1254."""
    if not any(letter in text for letter in SIX) or ROMANIAN.search(small := text.lower()):
        return False
    found = {word[0][:LONGEST_WORD] for word in WORD.finditer(small)}
    words = {word for word in found if any(letter in word for letter in "ðýþ")}
    for_it = sum(TURKISH.search(word) is not None for word in words)
    against = sum(ICELANDIC.search(word) is not None for word in words)
    return for_it > against or (for_it == against and any(post in text for post in TURKEY))
