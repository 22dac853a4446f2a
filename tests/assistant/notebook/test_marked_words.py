"""Marked words are found again once their text has changed, or are said to be gone."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.notebook.marked_words import LONGEST_QUOTATION, CableText, MarkedWords, mark, mark_quoted
from ingest.domain.cable import Paragraph
from ingest.errors import NoteError

Printed = tuple[int | None, str]
Where = tuple[int, str] | tuple[int, str, int]  # the ordinal, the words, and which of the same words it is

SUMMARY = (
    1,
    "Summary: The harbormaster of Ilulissat told the consul that the new breakwater will not be ready before "
    "winter. End summary.",
)
OLSEN = (
    2,
    "Harbormaster Olsen said the contractor from Esbjerg had delivered only nine of the forty caissons. He blamed "
    "the ice, and he blamed the bank. The consul asked whether Nuuk knew of the delay; Olsen said that Nuuk had "
    "been told twice.",
)
QUAY = (
    3,
    "Fishermen at the quay were less patient. One said the town council had sold the old pier before the new one "
    "was paid for. Another said he would move his boat to Aasiaat.",
)
COMMENT = (
    4,
    "Comment: We have heard of the delay from three sides now. The bank in Esbjerg is the one that nobody wants to "
    "talk about. End comment.",
)
CABLE = (SUMMARY, OLSEN, QUAY, COMMENT)
CAISSONS = "delivered only nine of the forty caissons"
PIER = "sold the old pier before the new one was paid for"
NOBODY = "the one that nobody wants to talk about"
WITHOUT_PIER = (3, "Fishermen at the quay were less patient. Another said he would move his boat to Aasiaat.")
SOLD = "The pier was sold in March."


def but(paragraph: Printed, before: str, after: str) -> Printed:
    assert before in paragraph[1]
    return paragraph[0], paragraph[1].replace(before, after)


def with_(*changed: Printed) -> list[Printed]:
    """Return the cable with other paragraphs of these numbers."""
    others = dict(changed)
    return [(number, others.get(number, text)) for number, text in CABLE]


def renumbered(*texts: str) -> list[Printed]:
    return list(enumerate(texts, start=1))


CASES: dict[str, tuple[Sequence[Printed], Where, Sequence[Printed], Where | None]] = {
    "nothing changed": (CABLE, (2, CAISSONS), CABLE, (2, CAISSONS)),
    "words before it changed": (
        CABLE,
        (2, CAISSONS),
        with_(but(OLSEN, "Harbormaster Olsen said", "According to Mr. Olsen, who runs the harbor,")),
        (2, CAISSONS),
    ),
    "words behind it changed": (
        CABLE,
        (2, CAISSONS),
        with_(but(OLSEN, "He blamed the ice, and he blamed the bank.", "He put this down to weather.")),
        (2, CAISSONS),
    ),
    "words inside it changed": (
        CABLE,
        (2, CAISSONS),
        with_(but(OLSEN, "only nine", "only eleven")),
        (2, "delivered only eleven of the forty caissons"),
    ),
    "its sentence moved to another paragraph": (
        CABLE,
        (3, PIER),
        with_(WITHOUT_PIER, (4, f"Comment: One said the town council had {PIER}. End comment.")),
        (4, PIER),
    ),
    "a paragraph came before it, so all are renumbered": (
        CABLE,
        (3, "move his boat"),
        renumbered(SUMMARY[1], "The consul visited Ilulissat on May 4.", OLSEN[1], QUAY[1], COMMENT[1]),
        (4, "move his boat"),
    ),
    "its paragraph was split before it": (
        CABLE,
        (2, "whether Nuuk knew of the delay"),
        renumbered(SUMMARY[1], OLSEN[1][: OLSEN[1].index(" The")], OLSEN[1][OLSEN[1].index("The") :], QUAY[1]),
        (3, "whether Nuuk knew of the delay"),
    ),
    "its paragraph was split within it, and the longer part is marked": (
        CABLE,
        (2, f"had {CAISSONS}. He blamed the ice"),
        renumbered(SUMMARY[1], OLSEN[1][: OLSEN[1].index(" He")], OLSEN[1][OLSEN[1].index("He b") :], QUAY[1]),
        (2, f"had {CAISSONS}."),
    ),
    "two paragraphs were joined": (
        CABLE,
        (3, "less patient"),
        renumbered(SUMMARY[1], f"{OLSEN[1]} {QUAY[1]}", COMMENT[1]),
        (2, "less patient"),
    ),
    "its sentence was deleted": (CABLE, (3, PIER), with_(WITHOUT_PIER), None),
    "its paragraph was deleted": (CABLE, (4, NOBODY), CABLE[:3], None),
    "its sentence was deleted, and the word stands elsewhere": (
        CABLE,
        (4, "Esbjerg"),
        with_((4, "Comment: We have heard of the delay from three sides now. End comment.")),
        None,
    ),
    "the word stands twice, and the second is marked": (
        CABLE,
        (2, "Nuuk", 2),
        with_(but(OLSEN, "Harbormaster Olsen said", "On Tuesday Harbormaster Olsen told us")),
        (2, "Nuuk", 2),
    ),
    "another version has other signs, blanks and capitals": (
        CABLE,
        (2, "He blamed the ice, and he blamed the bank. The consul asked whether Nuuk knew of the delay"),
        with_(but(but(OLSEN, "ice, and he blamed the bank", "ice and he blamed the  bank"), "consul", "Consul")),
        (2, "He blamed the ice and he blamed the  bank. The Consul asked whether Nuuk knew of the delay"),
    ),
    "a name in it was redacted": (
        CABLE,
        (2, OLSEN[1]),
        with_(but(OLSEN, "Harbormaster Olsen", "Harbormaster XXXXXXXXXXXX")),
        (2, OLSEN[1].replace("Harbormaster Olsen", "Harbormaster XXXXXXXXXXXX")),
    ),
    "a whole paragraph was marked, and moved": (
        CABLE,
        (3, QUAY[1]),
        renumbered(SUMMARY[1], OLSEN[1], COMMENT[1], QUAY[1]),
        (4, QUAY[1]),
    ),
    "the summary has the same sentence": (
        renumbered(
            f"Summary: {SOLD} End summary.", OLSEN[1], f"Olsen shrugged. {SOLD} Nobody asked who bought it."
        ),
        (3, SOLD),
        renumbered(
            f"Summary: {SOLD} End summary.",
            "A new paragraph about the weather in the bay.",
            OLSEN[1],
            f"Olsen shrugged. {SOLD} Nobody asked who bought it.",
        ),
        (4, SOLD),
    ),
    "all around it was written anew": (
        CABLE,
        (4, NOBODY),
        with_(
            (4, f"Comment: Three people told us. What the lender did is, as ever, {NOBODY}, and we cannot press.")
        ),
        (4, NOBODY),
    ),
    "the paragraphs lost their numbers": (
        CABLE,
        (3, "the town council"),
        [(None, text) for _, text in CABLE],
        (3, "the town council"),
    ),
    "the cable has quite another text": (
        CABLE,
        (2, CAISSONS),
        renumbered(
            "The ambassador attended a dinner given by the Chamber of Commerce and spoke of tariffs on salted cod.",
            "The minister delivered a short speech; only nine guests stayed until the end of it.",
        ),
        None,
    ),
    "an extract breaks off behind it": (
        CABLE,
        (2, "had delivered only nine"),
        [(2, OLSEN[1][: OLSEN[1].index(" forty")])],
        (1, "had delivered only nine"),
    ),
    "a single word was spelt right": (
        with_(but(OLSEN, "caissons", "caisons")),
        (2, "caisons"),
        CABLE,
        (2, "caissons"),
    ),
    "the marked figure became another one": (CABLE, (2, "nine"), with_(but(OLSEN, "nine", "thirty-eight")), None),
    "signs before it take two units in other languages": (
        [(1, "\U0001f6a2\U0001f6a2 The ship שלום cafe\u0301 lay at anchor. It was the Godthaab.")],
        (1, "lay at anchor"),
        [(1, "\U0001f6a2 The ship שלום cafe\u0301 lay at anchor. It was the Godthaab.")],
        (1, "lay at anchor"),
    ),
}


def paragraphs(printed: Sequence[Printed]) -> list[Paragraph]:
    return [
        Paragraph("10X1", ordinal, number, text, 0, len(text), ((0, len(text)),))
        for ordinal, (number, text) in enumerate(printed, start=1)
    ]


def place(printed: Sequence[Printed], ordinal: int, words: str, which: int = 1) -> tuple[int, int, str]:
    """Return where words stand: the ordinal, the first character, the words."""
    start = -1
    for _ in range(which):
        start = printed[ordinal - 1][1].index(words, start + 1)
    return ordinal, start, words


@pytest.mark.parametrize("case", CASES)
def test_they_are_found_where_they_stand_now(case):
    before, marked, after, expected = CASES[case]
    ordinal, start, words = place(before, *marked)
    found = CableText(paragraphs(after)).find(mark(paragraphs(before)[ordinal - 1], start, start + len(words)))
    assert (found and (found.ordinal, found.start, found.exact)) == (expected and place(after, *expected))


def test_what_is_kept_has_the_words_around_and_no_blanks():
    [_, olsen, *_] = paragraphs(CABLE)
    start = olsen.text.index(" only nine ")
    assert mark(olsen, start, start + len(" only nine ")) == MarkedWords(
        2,
        2,
        start + 1,
        start + 10,
        "only nine",
        "ntractor from Esbjerg had delivered "[-32:],
        " of the forty caissons. He blamed"[:32],
    )
    assert (mark(olsen, -5, 12).prefix, mark(olsen, 200, 10_000).suffix) == ("", "")


def test_words_are_quoted_with_any_blanks_and_the_nearest_are_meant():
    [_, olsen, *_] = paragraphs(CABLE)
    assert mark_quoted(olsen, " only\n nine\tof the ").exact == "only nine of the"
    first, second = olsen.text.index("Nuuk"), olsen.text.rindex("Nuuk")
    places = [mark_quoted(olsen, "Nuuk", near).start for near in (0, first, second - 5, second, 10_000)]
    assert places == [first, first, second, second, second]
    assert mark_quoted(olsen).exact == olsen.text


@pytest.mark.parametrize("words", ["only ten", "of the", " ... ", "x" * (LONGEST_QUOTATION + 1), "["])
def test_what_is_not_there_or_no_word_or_too_long_is_refused(words):
    with pytest.raises(NoteError):
        mark_quoted(paragraphs([(1, "Only nine of \n[] ..."), (2, "x" * 30_000)])[words[0] == "x"], words)


def test_looking_for_them_takes_time_in_proportion_to_the_cable():
    def seconds(size: int) -> float:
        text = " ".join(f"word{n % 997} of{n % 89}" for n in range(size))
        [changed] = paragraphs([(1, text)])
        gone = replace(mark(changed, 100, 5_000), exact="nothing of this " * 300, prefix="word12 of12 wo")
        began = time.process_time()
        for _ in range(3):
            CableText([changed]).find(gone)
            mark_quoted(changed, text[100:5_000])
        return time.process_time() - began

    assert seconds(32_000) < 40 * seconds(4_000)
