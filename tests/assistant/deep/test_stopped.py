"""A report that is stopped: what there is of it is kept, and asked again it goes on from there."""

import pytest
from model_server import Reply
from scripted_report import DOUBTED, LOOKS, PLAN, QUESTION, RELUCTANT, SCRIPT

from assistant import Assistant
from assistant.answering import Asked
from assistant.deep.stopped import stopped
from assistant.saved_answers.audit import audit
from assistant.saved_answers.bundle import Recording, dumps, loads
from assistant.writing.reply_cache import Cache


@pytest.fixture
def writer(library, model, tmp_path):
    model.will_say(*SCRIPT)
    return Assistant(library, model="openai:scripted", cache=Cache(tmp_path / "answers"))


def is_searched(answer):
    return len(answer.steps) == 3


def has_text(answer):
    return bool(answer.text)


def stopped_once(so_far, writer):
    """Return the recording of a report that is stopped at the first snapshot that is `so_far`, and that snapshot."""
    recording = Recording(writer, Asked(QUESTION, deep=True))
    stream = recording.stream()
    answer = next(answer for answer in stream if so_far(answer))
    stream.close()
    return recording, answer


def test_before_the_model_has_looked_anything_up_there_is_nothing(writer):
    _, answer = stopped_once(lambda answer: True, writer)
    assert stopped(answer, goes_on=True) is None


def test_what_was_looked_up_is_kept_and_nothing_is_claimed(writer):
    _, answer = stopped_once(is_searched, writer)
    kept = stopped(answer, goes_on=True)
    assert (kept.outcome, kept.finished, kept.steps) == ("excerpts", True, answer.steps)
    assert kept.text.startswith("Nothing was written yet. Found so far: ")
    assert kept.note == "Stopped before it was finished. Asked again, it goes on from here."


def test_what_was_written_is_kept_with_its_citations(writer):
    _, answer = stopped_once(has_text, writer)
    kept = stopped(answer, goes_on=False)
    assert kept.text == answer.text
    assert [each.verdict for each in kept.sentences] == ["supported"]
    assert kept.note == "Stopped before it was finished."


@pytest.mark.parametrize("so_far", [is_searched, has_text])
def test_it_is_kept_in_a_file_that_can_be_audited(writer, library, so_far):
    recording, answer = stopped_once(so_far, writer)
    written = dumps(recording.bundle(stopped(answer, goes_on=True)))
    assert audit(library, written).findings == ()
    assert loads(written).answer.note.startswith("Stopped before it was finished.")


@pytest.mark.parametrize(
    ("so_far", "still_to_say"), [(is_searched, ("DONE", PLAN, DOUBTED, RELUCTANT)), (has_text, (RELUCTANT,))]
)
def test_asked_again_it_goes_on_from_there(writer, model, so_far, still_to_say):
    model.will_say(LOOKS, "DONE", PLAN, DOUBTED, Reply(RELUCTANT, pause=0.2))
    written = "Reluctance" if so_far is has_text else ""
    stopped_once(lambda answer: so_far(answer) and written in answer.text, writer)
    asked = len(model.prompts)
    model.will_say(*still_to_say)
    whole = writer.ask(QUESTION, deep=True)
    assert len(model.prompts) - asked == len(still_to_say)
    assert [whole.text[each.start : each.end].split()[0] for each in whole.sentences] == ["Huseynli", "As"]
    assert whole.finished
