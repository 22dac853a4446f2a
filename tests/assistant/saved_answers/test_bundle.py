"""Saved answers: what is in the file, and that no change of it goes unnoticed."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_server import serving

from assistant import Assistant, ReftelError, Turn
from assistant.answering import Asked
from assistant.saved_answers.bundle import dumps, intact, loads, record, save, sha256
from ingest.domain.filters import Filters
from ingest.errors import BundleError

QUESTION = "what did Huseynli say about Russia?"
KEY = "sk-not-to-be-kept-0123456789"


@pytest.fixture(scope="module")
def kept(assistant):
    return record(assistant, Asked(QUESTION, where=Filters(since="2010", origin="baku")))


@pytest.fixture(scope="module")
def written(kept):
    return dumps(kept)


def test_a_bundle_holds_the_answer_and_how_it_was_asked_for(kept, assistant):
    asked = assistant.ask(QUESTION, since="2010", origin="BAKU")
    assert dataclasses.replace(kept.answer, seconds=0) == dataclasses.replace(asked, seconds=0)
    assert (kept.filters, kept.literal, kept.strict) == ({"since": "2010", "origin": "BAKU"}, False, False)
    assert set(kept.versions) == {"reftel", "parser", "embedder"}
    assert (kept.turns, kept.prompts) == ((), ())


def test_it_holds_a_hash_of_every_paragraph_that_the_answer_rests_on(kept):
    hashes = {each.label: each.sha256 for each in kept.paragraphs}
    assert {each.label for each in (*kept.answer.passages, *kept.answer.citations)} == set(hashes)
    for passage in kept.answer.passages:
        assert hashes[passage.label] == sha256(passage.text)


@pytest.mark.parametrize("question", ["who classified the cable on Iran?", "which cables are about herring?"])
def test_a_header_has_a_hash_as_a_paragraph_has(assistant, question):
    kept = record(assistant, Asked(question))
    assert kept.answer.citations
    headers = {each.label for each in kept.paragraphs if each.ordinal == 0}
    assert {each.label for each in kept.answer.citations} <= headers


def test_it_holds_all_that_the_model_was_sent_and_no_key(library, monkeypatch):
    turns = (Turn("user", "Whom did the embassy in Baku see?"), Turn("assistant", "Elchin Huseynli [1]."))
    with serving() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        model.will_say(QUESTION, "He doubted that Russia was willing [10BAKU79 ¶5].")
        kept = record(
            Assistant(library, model="openai:scripted"), Asked("and what did he say about Russia?", turns)
        )
    assert list(kept.prompts) == model.prompts
    assert len(kept.prompts) == 2
    assert (kept.turns, kept.answer.model) == (turns, "openai:scripted")
    assert KEY.encode() not in dumps(kept)


def test_what_is_read_back_is_what_was_written(kept, written, tmp_path):
    assert loads(written) == kept
    assert intact(kept, written)
    save(kept, str(tmp_path / "kept.json"))
    assert (tmp_path / "kept.json").read_bytes() == written


def test_the_seal_can_be_made_with_any_tool_that_sorts_keys(written):
    content = json.loads(written)
    seal = content.pop("seal")
    assert seal == sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def of_an_earlier_version(written: bytes, answered: bool = True) -> bytes:
    """The file as it was written when an answer only had `answered`, with its seal."""
    content = json.loads(written)
    del content["seal"]
    for name in ("outcome", "confidence", "likeliest"):
        del content["answer"][name]
    content["answer"]["answered"] = answered
    seal = sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    return f"{json.dumps(content | {'seal': seal}, sort_keys=True, ensure_ascii=False, indent=1)}\n".encode()


@pytest.mark.parametrize(("answered", "outcome"), [(True, "answered"), (False, "refused")])
def test_an_answer_of_an_earlier_version_is_read_and_intact(written, answered, outcome):
    before = of_an_earlier_version(written, answered)
    assert loads(before).answer.outcome == outcome
    assert intact(loads(before), before)
    assert noticed(before.replace(b"Huseynli", b"Guseinli"))


def test_of_an_earlier_version_nothing_can_be_resealed_that_is_read_otherwise(written):
    content = json.loads(of_an_earlier_version(written))
    del content["seal"]
    content["literal"] = "false"  # which is read as False
    seal = sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    forged = f"{json.dumps(content | {'seal': seal}, sort_keys=True, ensure_ascii=False, indent=1)}\n".encode()
    assert noticed(forged)


def test_half_a_character_in_a_question_does_no_harm(assistant):
    written = dumps(record(assistant, Asked(f"{QUESTION} \udce9")))
    assert intact(loads(written), written)


def noticed(written: bytes) -> bool:
    """Whether a file is seen not to be what was saved: as no bundle at all, or by its seal."""
    try:
        return not intact(loads(written), written)
    except BundleError:
        return True


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_every_change_of_one_character_is_noticed(written, data):
    text = written.decode("utf-8")
    place = data.draw(st.integers(0, len(text) - 1), "place")
    near = st.sampled_from(" \t\r\n0123456789.eE+-\"',:{}[]\\/u") | st.sampled_from(text)
    new = data.draw(near | st.characters(codec="utf-8"), "character")
    changed = text[:place] + new + text[place + 1 :]
    assert noticed(changed.encode()) == (changed != text)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_so_is_every_byte_that_is_put_in_or_left_out(written, data):
    place = data.draw(st.integers(0, len(written) - 1), "place")
    put_in = data.draw(st.binary(min_size=1, max_size=1), "byte")
    assert noticed(written[:place] + put_in + written[place:])
    assert noticed(written[:place] + written[place + 1 :])


def test_the_same_content_written_in_another_way_is_noticed(written):
    content = json.loads(written)
    assert noticed(json.dumps(content).encode())
    assert noticed(json.dumps(content | {"more": 1}, sort_keys=True, ensure_ascii=False, indent=1).encode())
    assert noticed(written.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "junk", [b"", b"{}", b"[1]", b"\xff", b"[" * 100_000, b'{"answer": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_bundle_is_told_in_a_line(junk):
    with pytest.raises(
        ReftelError, match=r"^This is not a saved answer; `reftel ask QUESTION --save FILE` writes one\.$"
    ):
        loads(junk)


def test_a_place_that_cannot_be_written_is_told_in_a_line(kept, tmp_path):
    with pytest.raises(ReftelError, match="cannot be written: Is a directory"):
        save(kept, str(tmp_path))
