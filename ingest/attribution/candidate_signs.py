"""The signs that somebody speaks in a sentence, or does not: their roles there, and what sort of speaker it is."""

import re
from collections.abc import Iterator

from ingest.attribution.cast import REDACTED
from ingest.attribution.scene import PossibleSpeaker, Scene, Unit

# Who speaks for the post or its government.
OURS = re.compile(
    r"(?:(?:ambassador|charge|dcm|econ\w*|pol\w{2,9}|emb\w*|adcm|codel|cg|consul general|we|post|usg|secretary)\b"
    r"|.*\b(?:congress\w*|senator|codel|poloff|econoff|emboff)\b)",
    re.IGNORECASE,
)
# Roles that count in each combination that occurs.
COMBINED = frozenset(
    (
        "wrote",
        "asks",
        "answers",
        "own",
        "explicit",
        "carried",
        "ahead",
        "speaking",
        "other",
        "recent1",
        "recent2",
        "named first",
        "next",
        "most1",
    )
)


class CandidateSigns:
    """The signs of the candidates of one cable."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._sorts: dict[str, str] = {}

    def of(self, unit: Unit, candidate: PossibleSpeaker, *, others_spoke: bool) -> Iterator[str]:
        """Yield the names of the signs of a candidate; `others_spoke` in the paragraph, and not they."""
        main, who, roles = unit.main, unit.main.who, candidate.roles
        situation, explicit = _situation(unit), "E" if main.explicit else "-"
        combined = "+".join(role for role in roles if role in COMBINED)
        if "named after the pronoun" in roles:
            yield "own, and named after the pronoun" if "own" in roles else "another, named after the pronoun"
        for role in roles:
            yield role
            yield f"{role}|{situation}|{explicit}"
        yield f"={combined}|{explicit}"
        yield f"={combined}|{situation}|{explicit}"
        sort = self._sort(candidate.name)
        here = "own" if "own" in roles else "named" if {"named", "named first"} & set(roles) else "-"
        yield f"sort={sort}"
        yield f"sort={sort}|{situation}"
        yield f"sort={sort}|{here}|{explicit}"
        if who is not None and "own" in roles:
            yield f"verb={who.verb}"
            yield f"tense={who.tense}|{who.manner}|{sort}"
        named = _bucket(candidate.named)
        yield f"named={named}"
        yield f"named={named}|{explicit}|{situation}"
        if candidate.spoke is not None:
            yield f"spoke here|{explicit}"
            yield f"spoke here|{situation}|{min(candidate.spoke, 4)}"
        elif others_spoke:
            yield f"others spoke here|{explicit}"
            yield f"others spoke here|{combined}|{explicit}"
        share = _share(self._scene.share.get(candidate.name, 0))
        yield f"share={share}|{explicit}"
        yield f"share={share}|{situation}"
        if unit.index == 0:
            yield f"first|{combined}|{explicit}"
        if candidate.name in (unit.paragraph.section or ""):
            yield "in heading"
        if who is not None and (pronoun := who.mention.lower()) in {"he", "she"}:
            theirs = self._scene.pronouns.get(candidate.name)
            yield f"{pronoun} and not {theirs}" if theirs != pronoun else "its own pronoun"
            if sort == "several" or (sort == "unnamed" and candidate.name.endswith("s")):
                yield "several are no he"
        if len(unit.readings) > 1:
            yield f"quotation|{combined}"
        if main.note:
            yield f"note={main.note}|{explicit}"

    def _sort(self, name: str) -> str:
        """What kind of speaker a name means."""
        if name not in self._sorts:
            self._sorts[name] = self._sorted(name)
        return self._sorts[name]

    def _sorted(self, name: str) -> str:
        people = self._scene.people
        if name == REDACTED:
            return "masked"
        if OURS.match(name):
            return "ours"
        if " and " in name:
            return "several"
        if people.is_body(name):
            return "body"
        if name.rsplit(maxsplit=1)[-1].islower():
            return "unnamed"
        if " " not in name:
            return "one word"
        person = people.people.get(name)
        return "titled" if person and person.titles else "name"


def _situation(unit: Unit) -> str:
    """How the unit's own words name a speaker, if they do."""
    who = unit.main.who
    if who is None:
        return "quotation" if unit.main.text.startswith(('"', "“")) else "nobody"
    mention = who.mention.lower()
    if mention in {"he", "she", "they", "we"}:
        return f"{who.manner} {mention}"
    return f"{who.manner} {'person' if unit.main.person else 'body'}"


def _bucket(since: int | None) -> str:
    """How long ago something was, in few steps."""
    if since is None:
        return "never"
    return str(since) if since < 4 else "some" if since < 8 else "long"


def _share(share: float) -> str:
    return next(
        name
        for least, name in ((0.6, "most"), (0.3, "much"), (0.1, "some"), (1e-9, "little"), (-1, "none"))
        if share >= least
    )
