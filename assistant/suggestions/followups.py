"""What may be asked after an answer, made from the answer itself and from who says what; no model is needed."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from assistant.answer import Answer
from assistant.question.understand import understand
from assistant.question_words import names
from assistant.quoting.quote import answer_by_quotes
from assistant.retrieval.retrieve import retrieve
from assistant.suggestions.topics import is_name, topics, words_of
from ingest import Library
from ingest.domain.filters import EVERYWHERE
from ingest.domain.keys import Key
from ingest.language.name_match import is_named
from ingest.language.name_spelling import PARTICLES

LIMIT = 3
_TRIED = 4  # at most, for each takes as long as an answer
_COMMENT = "what did the embassy itself comment on that"  # is asked only where there is a comment


def followups(library: Library, answer: Answer, limit: int = LIMIT) -> tuple[str, ...]:
    """Return questions that lead on from an answer, each of which the archive has something to say to."""
    if answer.refused or not answer.citations:
        return ()
    tried = islice(dict.fromkeys(_candidates(library, answer)), _TRIED)
    return tuple(islice((each for each in tried if each == _COMMENT or _is_not_refused(library, each)), limit))


def _is_not_refused(library: Library, text: str) -> bool:
    question = understand(text)
    return not answer_by_quotes(library, question, retrieve(library, question, EVERYWHERE), EVERYWHERE).refused


def _candidates(library: Library, answer: Answer) -> Iterator[str]:
    """Yield one question of each kind, the most telling first."""
    spoke = Counter(each.speaker for each in answer.citations if each.speaker and is_name(each.speaker))
    if spoke:
        (cited, _), *_ = spoke.most_common(1)
        speaker = _in_full(library, answer, cited)
        said = list(words_of(library, speaker))
        for topic in topics((words for _, words in said), without=[answer.question, speaker])[:1]:
            yield f"what did {speaker} say about {topic}"
    yield from _others(library, answer)
    if spoke:
        yield from _later(answer, speaker, said)
    yield from _judged(library, answer)


def _in_full(library: Library, answer: Answer, name: str) -> str:
    """Return the fuller name that the passages give whoever is called so, if it is one: a cable may have only the
    surname, and two people may share that."""
    keys = [Key(passage.cable, passage.ordinal) for passage in answer.passages if passage.ordinal]
    heard = {each.speaker for said in library.statements(keys).values() for each in said if each.speaker}
    fuller = [each for each in heard if is_name(each) and is_named(name, each) and len(each) > len(name)]
    return fuller[0] if len(fuller) == 1 else name


def _others(library: Library, answer: Answer) -> Iterator[str]:
    """Somebody else who speaks in the passages, of what the question names."""
    keys = [Key(passage.cable, passage.ordinal) for passage in answer.passages if passage.ordinal]
    texts = {Key(passage.cable, passage.ordinal): passage.text for passage in answer.passages}
    cited = [citation.speaker for citation in answer.citations if citation.speaker]
    asked = [name for name in names(answer.question) if not any(name in speaker for speaker in cited)]
    for key, said in library.statements(keys).items():
        for each in said:
            if not _is_new(each.speaker, cited, answer.question):
                continue
            for name in asked:
                if name in texts[key][each.start : each.end]:
                    yield f"what did {each.speaker} say about {name}"
                    return


def _later(answer: Answer, speaker: str, said: list[tuple[str, str]]) -> Iterator[str]:
    """How the speaker's view of what the question names changed, where they speak of it in several cables."""
    for name in names(answer.question):
        if name not in speaker and len({cable for cable, words in said if name in words}) > 1:
            yield f"how did {speaker}'s position on {name} change"
            return


def _judged(library: Library, answer: Answer) -> Iterator[str]:
    """What the post that wrote the cable makes of it itself, where it comments."""
    cable = answer.citations[0].cable
    said = library.statements(library.keys([cable])).values()
    if any(each.kind == "comment" for statements in said for each in statements):
        yield _COMMENT


def _is_new(speaker: str | None, cited: Collection[str], question: str) -> bool:
    """Whether this is somebody by name ("Israeli analysts" are not) of whom there was no talk yet."""
    if not speaker or not is_name(speaker) or speaker in cited or speaker.split()[-1] in question:
        return False
    return not any(word.islower() and word not in PARTICLES for word in speaker.split())
