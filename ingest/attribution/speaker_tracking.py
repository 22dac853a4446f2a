"""Following who speaks from sentence to sentence of a paragraph, before anything is decided about its kind."""

import re
from dataclasses import dataclass, replace
from time import thread_time

from ingest.attribution.cast import REDACTED, Cast
from ingest.attribution.grammatical_speaker import Attribution, attributions, met
from ingest.domain.cable import Paragraph
from ingest.domain.limits import LONGEST_ATTRIBUTION
from ingest.errors import SourceError
from ingest.language.sentences import sentences

NOTE = re.compile(
    r"\W*+(?:begin )?(?:\w+ |(?:[\w.]+ ){0,2}\w+['’]s? )?(?P<what>note|comment)s?\b"
    r"\s*+(?:(?:continue[sd]|cont\S*)\s*+)?[:.-]",
    re.IGNORECASE,
)
NOTE_END = re.compile(r"\bend (?:of )?(?:\w+ )?(?:note|comment)s?\b", re.IGNORECASE)
POST = re.compile(r"(?:we|post|(?:the )?(?:u\.s\. )?(?:embassy|mission|consulate)(?: [a-z]+)?)$", re.IGNORECASE)
# "our contact", "the source": whoever spoke last without a name of their own.
UNNAMED = re.compile(
    r"(?!an?\b|one\b|another\b|some\b)(?:(?:the|our|this|that)\s+)?(?:\w+\s)?(?P<noun>contact|source|interlocutor"
    r"|businessman|diplomat|official|officer|lawyer|activist|journalist|analyst|executive|employee)$",
    re.IGNORECASE,
)
# "The letter also argues": whoever speaks wrote it.
WRITING = re.compile(
    r"(?:the|this|that|his|her|their|its) (?:letter|article|report|communique|statement|editorial)$", re.I
)


@dataclass(frozen=True, slots=True)
class TrackedSentence:
    """A sentence, and what its own words and those before it reveal about the speaker.

    `speaker` is who speaks if anybody does: by the sentence's own words if `explicit`, else whoever spoke
    before; `carried` if that was in an earlier paragraph, `ahead` if only a later sentence names them. `note`
    says whether it stands in a note, a comment or mere brackets, `quoting` in a quotation opened before;
    `person` whether the words for the speaker mean a human being, `acts` whether that speaker is the subject
    of a verb that reports nothing. `place` is its offset in the joined paragraphs, `own` whom its words for the
    speaker mean, `others` who else is the subject of a verb that reports.
    """

    text: str
    start: int
    end: int
    who: Attribution | None
    speaker: str | None
    explicit: bool = False
    note: str = ""
    quoting: bool = False
    carried: bool = False
    ahead: bool = False
    person: bool = False
    acts: bool = False
    place: int = 0
    own: str | None = None
    others: tuple[str, ...] = ()


class SpeakerTracker:
    """Reads a cable's paragraphs in order and remembers who spoke last."""

    def __init__(self, people: Cast) -> None:
        self.people = people
        self._ends = thread_time() + LONGEST_ATTRIBUTION
        self.last: str | None = None
        self.person: str | None = None
        self.unnamed: dict[str, str] = {}
        self.several: str | None = None

    def read(self, paragraph: Paragraph, offset: int) -> list[TrackedSentence]:
        """Return the sentences of a paragraph that starts `offset` characters into the cable's paragraphs.

        Raises SourceError when all of its cable together takes longer than any cable may.
        """
        found: list[TrackedSentence] = []
        speaker: str | None = None
        focus: str | None = None
        guest: str | None = None
        note, outside = "", None
        quoting = False
        for start, end in sentences(paragraph.text):
            if thread_time() > self._ends:
                raise SourceError(f"working out who speaks in it takes more than {LONGEST_ATTRIBUTION} seconds")
            text = paragraph.text[start:end]
            if opening := NOTE.match(text):
                note, outside = opening["what"].lower(), speaker
            aside = note or ("brackets" if text.startswith("(") and text.rstrip(".").endswith(")") else "")
            quoting = quoting and not _opens_anew(text)
            skip = _quoted(text) if quoting else 0
            # What stands behind a quotation is read with the quotation before it: `" said Baro.`
            who, *more = (*attributions(f'""{text[skip:]}' if skip else text), None)
            before = guest or speaker or focus or self.last
            name = self._name(who, offset + start + skip, before)
            others = [self._name(other, offset + start + skip, before) for other in more]
            guest = self._guest(text[skip:], offset + start)
            explicit = bool(who and name and who.manner != "acted" and self._speaks(who, name, speaker))
            if quoting and speaker and skip >= len(text) - 1:
                explicit = False
            if explicit and name:
                speaker = focus = name
                self._remember(name)
            elif guest:
                focus = guest
            elif who and who.manner == "acted" and name:
                focus = name
            found.append(
                TrackedSentence(
                    text,
                    start,
                    end,
                    who,
                    speaker or self.last,
                    explicit,
                    aside,
                    quoting,
                    carried=speaker is None and self.last is not None,
                    person=bool(name and self.people.is_person(name)),
                    acts=bool(who and who.manner == "acted" and name == (speaker or self.last)),
                    place=offset + start,
                    own=name,
                    others=tuple(other for other in others if other and other != name),
                )
            )
            quoting = _left_open(text, quoting)
            if note and (NOTE_END.search(text) or (text.endswith(")") and _unopened(text))):
                note, speaker = "", outside
        # What was said at the end of a paragraph may run on into the next.
        self.last = speaker if any(reading.explicit for reading in found[-3:]) else None
        return _looked_ahead(found)

    def _guest(self, text: str, place: int) -> str | None:
        """Whom the post met in the sentence."""
        guest = met(text)
        name = self.people.resolve(guest.mention, place) if guest else None
        return name if name and self.people.is_person(name) else None

    def _remember(self, name: str) -> None:
        """Remember whom "our contact" and "they" may mean."""
        if self._is_many(name):
            self.several = name
        elif self.people.is_person(name):
            self.person = name
            if name == REDACTED or name.rsplit(maxsplit=1)[-1].islower():
                self.unnamed[name.rsplit(maxsplit=1)[-1]] = self.unnamed["anybody"] = name

    def _is_many(self, name: str) -> bool:
        return " and " in name or (name.endswith("s") and name not in self.people.people)

    def _speaks(self, who: Attribution, name: str, speaker: str | None) -> bool:
        """Whether the attribution names a new speaker, or only what the present one says about others."""
        if POST.match(who.mention) or not self.people.knows(who.mention):
            return False
        if who.verb in {"tell", "tells"} and who.manner == "said":
            return True  # whoever tells the post something speaks to it, and not in somebody else's story
        if speaker is None and self.last and not self.people.is_person(name):
            return who.manner == "held" or who.tense == "past"
        if speaker is None or speaker == name:
            return True
        if who.tense == "pluperfect" or who.manner == "within" or (who.manner, who.tense) == ("held", "perfect"):
            return False
        return self.people.is_person(name) or (who.manner != "held" and who.tense == "past")

    def _name(self, who: Attribution | None, place: int, focus: str | None) -> str | None:
        if who is None:
            return None
        if who.mention.lower() in {"he", "she"}:
            several = focus and (self.people.is_body(focus) or self._is_many(focus))
            return self.person if self.person and (several or not focus) else focus
        if who.mention.lower() == "they":
            return self.several or focus
        if unnamed := UNNAMED.match(who.mention):
            meant = self.unnamed.get(unnamed["noun"].lower()) or self.unnamed.get(REDACTED)
            if meant := meant or self.unnamed.get("anybody"):
                return meant
        if focus and WRITING.match(who.mention):
            return focus
        return self.people.resolve(who.mention, place, focus)


def _looked_ahead(readings: list[TrackedSentence]) -> list[TrackedSentence]:
    """Give the sentences before the first speaker of a paragraph that speaker, if nobody spoke before."""
    first = next((reading.speaker for reading in readings if reading.explicit), None)
    return [r if r.speaker or r.explicit else replace(r, speaker=first, ahead=True) for r in readings]


def _opens_anew(text: str) -> bool:
    """Whether a sentence opens a quotation, so that the one before it was closed without a mark."""
    found = re.search(r"[\"“”]", text)
    return found is not None and (found[0] == "“" or (found[0] == '"' and text.count('"') % 2 == 0))


def _quoted(text: str) -> int:
    """How much of a sentence belongs to a quotation opened before it."""
    close = re.search(r"[\"”]", text)
    return close.end() if close else len(text)


def _left_open(text: str, quoting: bool) -> bool:
    """Whether a quotation is still open after the sentence."""
    for mark in re.findall(r"[\"“”]", text):
        quoting = mark == "“" or (mark == '"' and not quoting)
    return quoting


def _unopened(text: str) -> bool:
    return text.count(")") > text.count("(") or text.startswith("(")
