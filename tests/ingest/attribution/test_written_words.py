"""Letters and interviews that a cable gives in full."""

from invented import HEAD

from ingest import parse_cable
from ingest.attribution.attribute import readable
from ingest.attribution.cast import Cast
from ingest.attribution.observations import observe
from ingest.attribution.speaker_tracking import SpeakerTracker
from ingest.attribution.written_words import turns

INTERVIEW = """¶1. (U) Minister Olga Baro talked to the newspaper Morgun on May 3. Excerpts follow.

Q: Is the ferry late?

A: It is. We have no crew. Nobody pays them.

Q: Who should pay?
A: The ministry.

¶2. (C) Comment: Baro has no money. End comment.
"""
LETTER = """¶1. (U) Begin text of letter:

Dear Mr. President:

The ferry is late. Our crews are tired.

Sincerely,
Ivan Ito

End text.

¶2. (C) It rained.
"""


def read(body):
    """Whose each sentence is, where a text is given in full, and all the sentences."""
    paragraphs = readable(parse_cable(HEAD + body, name="10REYKJAVIK12"))
    people = Cast(paragraph.text for paragraph in paragraphs)
    tracker, offset, readings = SpeakerTracker(people), 0, []
    for paragraph in paragraphs:
        readings += tracker.read(paragraph, offset)
        offset += len(paragraph.text) + 1
    found = turns(people, readings)
    return [(each.text, turn.name, turn.role) for each in readings if (turn := found.get(each.place))]


def test_an_interview_has_who_asks_and_who_answers():
    assert read(INTERVIEW) == [
        ("Q: Is the ferry late?", "Morgun", "asks"),
        ("A: It is.", "Olga Baro", "answers"),
        ("We have no crew.", "Olga Baro", "answers"),
        ("Nobody pays them.", "Olga Baro", "answers"),
        ("Q: Who should pay?", "Morgun", "asks"),
        ("A: The ministry.", "Olga Baro", "answers"),
    ]


def test_a_letter_is_by_whoever_signs_it():
    found = read(LETTER)
    assert {(name, role) for _, name, role in found} == {("Ivan Ito", "wrote")}
    assert "The ferry is late." in [text for text, _, _ in found]
    assert "It rained." not in [text for text, _, _ in found]


def test_who_wrote_or_answers_may_speak_there():
    paragraphs = readable(parse_cable(HEAD + LETTER, name="10REYKJAVIK12"))
    observed = observe(paragraphs, Cast(paragraph.text for paragraph in paragraphs))
    late = next(each for each in observed if each.unit.main.text == "The ferry is late.")
    assert "Ivan Ito" in late.candidates
