"""What the tagger sees of a cable: its units in order, who may speak in each, and the signs of it all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.attribution.candidate_signs import CandidateSigns
from ingest.attribution.cast import Cast
from ingest.attribution.scene import Scene, Unit, units
from ingest.attribution.sentence_signs import cable_signs, sentence_signs
from ingest.attribution.speaker_tracking import SpeakerTracker, TrackedSentence
from ingest.domain.cable import Paragraph


@dataclass(frozen=True, slots=True)
class Observation:
    """A unit, its own signs, and for everybody who may speak there the signs of that."""

    unit: Unit
    signs: tuple[str, ...]
    candidates: dict[str, tuple[str, ...]]


def observe(paragraphs: Sequence[Paragraph], people: Cast) -> list[Observation]:
    """Return what a cable's paragraphs show, unit by unit.

    Raises SourceError when that takes longer than any cable may.
    """
    tracker = SpeakerTracker(people)
    found: list[tuple[Unit, list[str]]] = []
    offset = 0
    for paragraph in paragraphs:
        readings = tracker.read(paragraph, offset)
        offset += len(paragraph.text) + 1
        found += _of_paragraph(paragraph, readings, left=len(paragraphs) - paragraph.ordinal)
    of_cable = list(cable_signs([unit for unit, _ in found]))
    for _, own in found:
        own.extend(of_cable)
    scene = Scene(people, [unit for unit, _ in found])
    signs_of = CandidateSigns(scene)
    observed: list[Observation] = []
    for (unit, signs), candidates in zip(found, scene.candidates(), strict=True):
        spoken = any(candidate.spoke is not None for candidate in candidates)
        by_name = {each.name: tuple(signs_of.of(unit, each, others_spoke=spoken)) for each in candidates}
        observed.append(Observation(unit, tuple(dict.fromkeys(signs)), by_name))
    return observed


def _of_paragraph(
    paragraph: Paragraph, readings: Sequence[TrackedSentence], *, left: int
) -> Iterator[tuple[Unit, list[str]]]:
    """Yield the units of a paragraph, each with its signs."""
    shown = list(sentence_signs(paragraph, readings, left=left))
    for unit in units(paragraph, readings):
        signs = shown[unit.index + unit.readings.index(unit.main)]
        yield unit, [*signs, "several"] if len(unit.readings) > 1 else signs
