"""A saved answer against the archive: what stands, what has moved, and what somebody made up and sealed anew."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_server import serving
from quick import done, quick_library, write

from assistant import Assistant
from assistant.answer import Answer
from assistant.answering import Asked
from assistant.saved_answers.audit import audit, found_again
from assistant.saved_answers.bundle import Bundle, dumps, record, sha256
from ingest.domain.keys import Key
from ingest.errors import BundleError

QUESTION = "what did Huseynli say about Russia?"
QUESTIONS = (
    QUESTION,
    "who classified the cable on Iran?",
    "when was the cable on Iran sent?",
    "which cables are about Iran?",
    "what did Nurzoda say of the Shirkent Dam?",
    "Chivangue favors a partnership for Nacala of fifteen years",
    "what did the Pope say about penguins?",
)


@pytest.fixture(scope="module")
def quoted(assistant) -> Bundle:
    return record(assistant, Asked(QUESTION))


@pytest.fixture(scope="module")
def modelled(library) -> Bundle:
    """An answer that a model wrote: two sentences that stand and one that does not."""
    with serving() as model, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", model.url)
        patch.setenv("OPENAI_API_KEY", "none")
        model.will_say(
            "Huseynli questioned whether Russia is willing to move beyond words [10BAKU79 ¶5]. "
            "He was reluctant to confront Russia in public [10BAKU79 ¶2; ¶5]. "
            "He offered the plenary of 2008 as his example [10BAKU79 ¶4]."
        )
        return record(Assistant(library, model="openai:scripted"), Asked(QUESTION))


def findings(library, bundle: Bundle) -> list[str]:
    """What is wrong with a bundle that is sealed as it is."""
    return [str(finding) for finding in audit(library, dumps(bundle)).findings]


def with_answer(bundle: Bundle, **changes: object) -> Bundle:
    return dataclasses.replace(bundle, answer=dataclasses.replace(bundle.answer, **changes))


def with_first(answer: Answer, **changes: object) -> dict[str, object]:
    first, *rest = answer.citations
    return {"citations": (dataclasses.replace(first, **changes), *rest)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_was_answered_stands(library, assistant, question):
    assert findings(library, record(assistant, Asked(question))) == []


def test_what_a_model_wrote_is_judged_as_it_was(library, modelled):
    assert [each.verdict for each in modelled.answer.sentences] == ["supported", "supported", "unsupported"]
    assert findings(library, modelled) == []


def test_a_broken_seal_is_told_beside_what_else_is_wrong(library, quoted):
    changed = dumps(quoted).replace(b"beyond words", b"beyond deeds")
    reported = [str(finding) for finding in audit(library, changed).findings]
    assert reported[0] == "file: it has been changed: its checksum is wrong"
    place = next(each for each in quoted.answer.citations if "beyond words" in each.quote)
    assert f"[{place.number}] 10BAKU79 ¶5: the quotation is not there word for word" in reported
    assert "10BAKU79 ¶5: the text of the passage does not match its hash" in reported


# What somebody may change in an answer made of quotations who knows how to make the seal.
FORGED = {
    "the quotation": (
        {"quote": "Huseynli fell in with us."},
        "[1] 10BAKU79 ¶2: the quotation is not there word for word",
    ),
    "the paragraph": ({"paragraph": 3}, "10BAKU79 ¶3: no hash of what was there is recorded"),
    "the cable": ({"cable": "10BAKU80"}, "[1] 10BAKU80 ¶2: what it quotes is not in the archive"),
    "the date": (
        {"date": "2009-02-04"},
        "[1] 10BAKU79 ¶2: its date is “2009-02-04” here and “2010-02-04T13:05Z” in the archive",
    ),
    "the speaker": (
        {"speaker": "Araz Azimov"},
        "[1] 10BAKU79 ¶2: its speaker is “Araz Azimov” here and “Elchin Huseynli” in the archive",
    ),
    "the marking": ({"marking": "U"}, "[1] 10BAKU79 ¶2: its marking is “U” here and “C” in the archive"),
    "no date": (
        {"date": None},
        "[1] 10BAKU79 ¶2: its date is missing here and is “2010-02-04T13:05Z” in the archive",
    ),
    "the number": ({"number": 7}, "[7] 10BAKU79 ¶2: the answer does not cite it"),
}


@pytest.mark.parametrize(("changes", "finding"), FORGED.values(), ids=FORGED)
def test_a_forged_citation_is_told(library, quoted, changes, finding):
    assert finding in findings(library, with_answer(quoted, **with_first(quoted.answer, **changes)))


@pytest.mark.parametrize(
    ("marking", "finding"),
    [
        (None, "answer: it has no marking, although what it cites is marked C"),
        ("U", "answer: its marking, U, is not the highest of what it cites, C"),
    ],
)
def test_a_marking_that_is_not_that_of_the_citations_is_told(library, quoted, marking, finding):
    assert finding in findings(library, with_answer(quoted, marking=marking))


def test_a_marking_without_any_in_the_citations_is_told(library, quoted):
    unmarked = tuple(dataclasses.replace(each, marking=None) for each in quoted.answer.citations)
    finding = "answer: it is marked C, although what it cites has no marking"
    assert finding in findings(library, with_answer(quoted, citations=unmarked))


def forged_text(quoted: Bundle, old: str, new: str) -> Bundle:
    assert old in quoted.answer.text
    return with_answer(quoted, text=quoted.answer.text.replace(old, new))


def test_a_forged_text_is_told(library, quoted):
    first = quoted.answer.citations[0]
    finding = f"[1] {first.label}: the answer does not quote it where it cites it"
    assert finding in findings(library, forged_text(quoted, first.quote[-20:], "and so on."))


def test_a_mark_that_stands_for_nothing_is_told(library, quoted):
    last = quoted.answer.citations[-1]
    reported = findings(library, forged_text(quoted, f"[{last.number}]", f"[{last.number + 1}]"))
    assert f"answer: [{last.number + 1}] refers to no citation" in reported


def test_a_mark_that_was_left_out_is_told(library, quoted):
    last = quoted.answer.citations[-1]
    reported = findings(library, forged_text(quoted, f"[{last.number}]", ""))
    assert reported == [f"[{last.number}] {last.label}: the answer does not cite it"]


def test_quotations_that_changed_their_numbers_are_told(library, quoted):
    text = quoted.answer.text.replace("[1]", "[0]").replace("[2]", "[1]").replace("[0]", "[2]")
    second = quoted.answer.citations[1]
    finding = f"[2] {second.label}: the answer does not quote it where it cites it"
    assert finding in findings(library, with_answer(quoted, text=text))


def test_a_verdict_that_was_mended_is_told(library, modelled):
    *good, bad = modelled.answer.sentences
    forged = with_answer(modelled, sentences=(*good, dataclasses.replace(bad, verdict="supported", reasons=())))
    reported = findings(library, forged)
    assert (
        "sentence 3: it was judged supported and is now unsupported (the date “2008” is not in 10BAKU79 ¶4)"
        in reported
    )


def test_a_sentence_without_a_verdict_is_told(library, modelled):
    forged = with_answer(modelled, text=f"{modelled.answer.text.rstrip()} Baku gave in.")
    assert "answer: no verdict is recorded on “Baku gave in.”" in findings(library, forged)


def test_a_citation_that_the_model_was_not_shown_is_told(library, modelled):
    forged = dataclasses.replace(modelled, prompts=("Question: what did he say?",))
    assert "[1] 10BAKU79 ¶5: the model was not shown this paragraph" in findings(library, forged)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_one_changed_character_is_reported_wherever_it_stands(library, modelled, data):
    text = dumps(modelled).decode("utf-8")
    place = data.draw(st.integers(0, len(text) - 1), "place")
    new = data.draw(
        (st.sampled_from('0123456789-"') | st.sampled_from(text)).filter(text[place].__ne__), "character"
    )
    try:
        report = audit(library, (text[:place] + new + text[place + 1 :]).encode())
    except BundleError:
        return
    assert "its checksum is wrong" in str(report.findings[0])


def test_a_mark_in_the_words_of_a_cable_is_none_of_the_answer(tmp_path):
    opened = quick_library(tmp_path / "library")
    write(
        tmp_path / "cables", 1, "Fisheries Minister Berg said [1] the herring quota would be halved [17].", OTHER
    )
    done(opened.ingest([tmp_path / "cables"]))
    kept = record(Assistant(opened), Asked("what did Berg say about the herring quota?"))
    assert "[17]" in kept.answer.text
    assert findings(opened, kept) == []
    opened.close()


# What may become of the archive after the answer was given.

QUOTA = "Fisheries Minister Berg said the herring quota would be halved."
OTHER = "The harbor at Vardo was closed by ice."


@pytest.fixture
def archive(tmp_path):
    opened = quick_library(tmp_path / "library")
    write(tmp_path / "cables", 1, QUOTA, OTHER)
    write(tmp_path / "cables", 2, "Cod was plentiful in the north.")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def earlier(archive) -> Bundle:
    kept = record(Assistant(archive), Asked("what did Berg say about the herring quota?"))
    assert [each.label for each in kept.answer.citations] == ["10OSLO1 ¶1"]
    assert findings(archive, kept) == []
    return kept


def rewritten(archive, folder, *paragraphs: str) -> None:
    write(folder, 1, *paragraphs)
    done(archive.ingest([folder]))


def test_a_paragraph_that_reads_otherwise_is_told(archive, earlier, tmp_path):
    rewritten(archive, tmp_path / "cables", QUOTA.replace("halved", "doubled"), OTHER)
    assert findings(archive, earlier) == [
        "10OSLO1 ¶1: the archive has different words there",
        "[1] 10OSLO1 ¶1: the quotation is not there word for word",
    ]


def test_a_paragraph_that_stands_under_another_number_is_told_where(archive, earlier, tmp_path):
    rewritten(archive, tmp_path / "cables", "A paragraph before it.", QUOTA, OTHER)
    assert "10OSLO1 ¶1: its words are at 10OSLO1 ¶2" in findings(archive, earlier)


def test_a_cable_that_is_gone_is_told(archive, earlier):
    done(archive.forget("10OSLO1"))
    reported = findings(archive, earlier)
    assert "10OSLO1 ¶1: the archive has no cable 10OSLO1" in reported
    assert "[1] 10OSLO1 ¶1: what it quotes is not in the archive" in reported
    assert not any("10OSLO2" in each for each in reported)


def test_a_paragraph_is_found_again_where_the_cable_is_cut_otherwise(library):
    cable = library.cable("10BAKU79")
    second = cable.paragraphs[1]
    assert found_again(cable, 2, Key(cable.id, 9), sha256(second.text)) == second
    assert found_again(cable, 2, Key(cable.id, 2), None) == second
    assert found_again(cable, None, Key(cable.id, 9), sha256(second.text)) == second
    assert found_again(cable, 77, Key(cable.id, 77), sha256("nothing")) is None


def test_offsets_that_moved_do_no_harm(library, quoted):
    assert findings(library, with_answer(quoted, **with_first(quoted.answer, start=1, end=2))) == []
