"""What readers say of answers, as questions that the evaluation takes."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from invented import ferry
from scripted import citing, refusal

from assistant import Assistant
from assistant.answering import Asked
from assistant.evaluation.batch import conversations
from assistant.evaluation.labelled_questions import labelled as read_labels
from assistant.kept_conversations.conversations import Notebook
from assistant.kept_conversations.feedback import Feedback, NotRelevant, labelled
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
from ingest import Library
from ui.cli.main import reftel

SHIP = citing(
    "why is there no second ship?",
    "Yildiz had no money.[1] The embassy has seen it before.[2]",
    (ferry(), 2, "Yildiz had no money"),
    (ferry(), 3, "We have seen this harbor before."),
)
HEADER = citing("what is it about?", "Ferry talks.[1]", (ferry(), 0, "REYKJAVIK"))


def gold(line):
    """What `reftel eval` makes of a line."""
    [entry] = conversations([json.dumps(line)], "feedback")
    return {id: (each.gold, each.places, each.traps) for id, each in read_labels(entry).items()}


def numbers(*ordinals):
    return [ferry().paragraphs[ordinal - 1].number for ordinal in ordinals]


def test_what_a_good_answer_cites_is_gold():
    line = labelled("a", [(SHIP, Feedback("up"))])
    assert line["question"] == SHIP.question
    [(_, places, traps)] = gold(line).values()
    assert places == {("10REYKJAVIK12", number) for number in numbers(2, 3)}
    assert traps == set()


def test_a_wrong_citation_must_not_be_cited_and_the_reason_is_its_note():
    answer = citing(
        SHIP.question, SHIP.text, (ferry(), 1, ferry().paragraphs[0].text[:9]), (ferry(), 2, "Yildiz had no money")
    )
    line = labelled("a", [(answer, Feedback("up", (1,), "That is the other ship."))])
    [(_, places, traps)] = gold(line).values()
    assert (places, traps) == ({("10REYKJAVIK12", numbers(2)[0])}, {("10REYKJAVIK12", numbers(1)[0])})
    assert line["note"] == "That is the other ship."


def test_a_paragraph_that_is_cited_rightly_too_is_no_trap():
    twice = citing(SHIP.question, "[1][2]", (ferry(), 2, "Yildiz had no money"), (ferry(), 2, "Yildiz"))
    [(_, places, traps)] = gold(labelled("a", [(twice, Feedback(wrong=(1,)))])).values()
    assert (len(places), traps) == (1, set())


def test_a_number_that_two_paragraphs_print_does_not_say_which_of_them_is_wrong():
    twice = citing(SHIP.question, "[1][2]", (ferry(), 1, "Yildiz"), (ferry(), 2, "Yildiz"))
    alike = replace(twice, citations=tuple(replace(each, paragraph=None) for each in twice.citations))
    assert labelled("a", [(alike, Feedback(wrong=(1,)))]) is None
    assert gold(labelled("a", [(alike, Feedback("up"))]))["a"][1] == {("10REYKJAVIK12", None)}


def test_a_header_is_gold_as_its_cable():
    [(sources, places, _)] = gold(labelled("a", [(HEADER, Feedback("up"))])).values()
    assert ([source.cable for source in sources], places) == (["10REYKJAVIK12"], set())


def test_a_refusal_that_is_right_says_that_the_archive_does_not():
    assert gold(labelled("a", [(refusal("who is the Pope?"), Feedback("up"))])) == {"a": ((), set(), set())}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (SHIP, Feedback()),
        (SHIP, Feedback("down")),
        (SHIP, Feedback("down", (1,))),
        (SHIP, Feedback("up", (1, 2))),
        (SHIP, Feedback(reason="That is the other ship.")),
        (refusal("who is the Pope?"), Feedback("down")),
        (replace(SHIP, citations=()), Feedback("up")),
    ],
)
def test_without_a_right_place_there_is_no_label(answer, said):
    assert labelled("a", [(answer, said)]) is None


def test_a_follow_up_goes_with_the_questions_before_it_as_far_as_they_have_labels():
    good, unsaid = (SHIP, Feedback("up")), (SHIP, Feedback())
    assert list(gold(labelled("a", [good, good, unsaid, good]))) == ["a.1", "a.2"]
    assert list(gold(labelled("a", [good, unsaid, good]))) == ["a"]
    assert labelled("a", [unsaid, good]) is None


def test_the_command_prints_lines_that_the_evaluation_takes(sample_folder, tmp_path):
    question = "what did Huseynli say about Russia?"
    library = Library.open(sample_folder)
    notebook, anne = Notebook.of(library), Holder("anne", "C")
    try:
        id, _ = notebook.add(anne, record(Assistant(library), Asked(question)))
        other, _ = notebook.add(Holder("bob"), record(Assistant(library), Asked(question)))
        notebook.judge(anne, id, 1, Feedback("up"))
        notebook.judge(Holder("bob"), other, 1, Feedback("down"))
        printed = CliRunner().invoke(reftel, ["feedback", "export", "--library", str(sample_folder)])
        assert printed.stderr == "Left out 1 answer that has feedback: the correct answer is not known.\n"
        (tmp_path / "q.jsonl").write_text(printed.stdout, encoding="utf-8")
        scored = CliRunner().invoke(
            reftel, ["eval", str(tmp_path / "q.jsonl"), "--library", str(sample_folder), "--json"]
        )
        [outcome] = json.loads(scored.stdout)["outcomes"]
        assert (outcome["id"], outcome["question"], outcome["faults"]) == (id, question, [])
        assert "anne" not in printed.output
    finally:
        for holder in ("anne", "bob"):
            notebook.wipe(holder)
        library.close()


def test_a_source_that_is_not_relevant_must_not_be_cited_and_says_why():
    answer = citing(SHIP.question, SHIP.text, (ferry(), 1, "Yildiz"), (ferry(), 2, "Yildiz had no money"))
    cited = NotRelevant("10REYKJAVIK12", 1, "It is about another harbor.")
    [(_, places, traps)] = gold(line := labelled("a", [(answer, Feedback(not_relevant=(cited,)))])).values()
    assert (places, traps) == ({("10REYKJAVIK12", numbers(2)[0])}, {("10REYKJAVIK12", numbers(1)[0])})
    assert line["note"].endswith("is not relevant: It is about another harbor.")


def test_what_was_only_found_can_be_called_not_relevant_too():
    found = Feedback("up", not_relevant=(NotRelevant("10REYKJAVIK12", 1),))
    [(_, places, traps)] = gold(labelled("a", [(SHIP, found)])).values()
    assert places == {("10REYKJAVIK12", number) for number in numbers(2, 3)}
    assert traps == {("10REYKJAVIK12", numbers(1)[0])}


def test_where_no_source_is_relevant_nothing_is_known_of_the_right_answer():
    both = (NotRelevant("10REYKJAVIK12", 2), NotRelevant("10REYKJAVIK12", 3))
    assert labelled("a", [(SHIP, Feedback(not_relevant=both))]) is None


def test_a_source_is_judged_once_and_taken_back():
    once = Feedback("up").judging("10OSLO1", 2, NotRelevant("10OSLO1", 2))
    again = once.judging("10OSLO1", 2, NotRelevant("10OSLO1", 2, "Old."))
    assert again.not_relevant == (NotRelevant("10OSLO1", 2, "Old."),)
    assert again.judging("10OSLO1", 2, None) == Feedback("up")
