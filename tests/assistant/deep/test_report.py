"""A report by a model that searches again: what it looks up, what it writes, what it may cost, and when it fails."""

import dataclasses
import json

import pytest
from model_server import Reply
from scripted_report import DOUBTED, LOOKS, PLAN, QUESTION, RELUCTANT, SCRIPT

from assistant import Assistant
from assistant.answer import DEEP, Step
from assistant.answering import Asked
from assistant.saved_answers.audit import audit
from assistant.saved_answers.bundle import dumps, loads, record
from assistant.writing.model_limits import ModelLimits, tokens
from ui.rendering import answer_html, citation_formats, terminal


@pytest.fixture
def writer(library, model):
    return Assistant(library, model="openai:scripted")


def test_a_report_is_searched_for_planned_and_written_section_by_section(writer, model):
    model.will_say(*SCRIPT)
    answer = writer.ask(QUESTION, deep=True)
    assert [each.strip() for each in answer.text.split("\n\n")] == [
        "## Doubts",
        DOUBTED.replace("[10BAKU79 ¶5]", "[1]"),
        "## Reluctance in public",
        RELUCTANT.replace("[10BAKU79 ¶2]", "[2]"),
    ]
    assert (answer.kind, answer.finished, answer.note) == (DEEP, True, None)
    assert [answer.text[each.start : each.end].split()[0] for each in answer.sentences] == ["Huseynli", "As"]
    assert {each.verdict for each in answer.sentences} == {"supported"}
    assert [(each.round, each.asked) for each in answer.steps] == [
        (0, QUESTION),
        (1, "search: Azerbaijan's reluctance, since 2010"),
        (1, "open cable: 10BAKU79"),
    ]
    assert {each["function"]["name"] for each in model.requests[0]["tools"]} >= {"search", "open_cable"}


def test_what_is_looked_up_is_shown_as_it_comes_and_then_the_text_as_it_grows(writer, model):
    model.will_say(*SCRIPT)
    *growing, last = writer.stream(QUESTION, deep=True)
    steps = [len(each.steps) for each in growing]
    assert steps == sorted(steps)
    assert {1, 2, 3} <= set(steps)
    assert not any(each.finished for each in growing)
    said = [len(each.sentences) for each in growing]
    assert said == sorted(said)
    assert max(said) == len(last.sentences)


def test_it_is_told_what_came_of_its_calls(writer, model):
    model.will_say(*SCRIPT)
    writer.ask(QUESTION, deep=True)
    again = model.prompts[1]
    assert "search: Azerbaijan's reluctance, since 2010 -> " in again
    assert "open cable: 10BAKU79 -> 10BAKU79 has" in again
    assert "This is one of 4 rounds that are left." in again


def test_a_provider_without_tools_says_its_calls_in_lines(writer, model):
    refused = Reply("This model does not support tools", status=400)
    model.will_say(refused, 'search {"query": "Azerbaijan and sanctions"}', "DONE", *SCRIPT[2:])
    answer = writer.ask(QUESTION, deep=True)
    assert [each.asked for each in answer.steps][1:] == ["search: Azerbaijan and sanctions"]
    assert "tools" in model.requests[0]
    assert "tools" not in model.requests[1]
    assert "tools" not in model.requests[2]
    assert len(answer.sentences) == 2


def test_ollamas_own_protocol_has_calls_too(library, model, monkeypatch):
    pytest.importorskip("langchain_ollama")
    monkeypatch.setenv("OLLAMA_HOST", model.root)
    model.will_say(*SCRIPT)
    answer = Assistant(library, model="ollama:scripted").ask(QUESTION, deep=True)
    assert [each.asked for each in answer.steps][1:] == [
        "search: Azerbaijan's reluctance, since 2010",
        "open cable: 10BAKU79",
    ]
    assert len(answer.sentences) == 2
    assert {each["function"]["name"] for each in model.requests[0]["tools"]} >= {"search", "open_cable"}


NONSENSE = {
    "a tool of its own": (Reply(calls=(("delete_everything", {}),)), "There is no such tool"),
    "no JSON": (Reply(calls=(("search", '{"query": '),)), "search was not called as it should be"),
    "prose": (Reply("I would rather talk about the weather."), "The reply called no tool."),
}


@pytest.mark.parametrize(("said", "told"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_gets_a_sentence_back_and_costs_a_round(writer, model, said, told):
    model.will_say(said, "DONE", *SCRIPT[2:])
    answer = writer.ask(QUESTION, deep=True)
    assert told in answer.steps[1].found
    assert "This is one of 4 rounds that are left." in model.prompts[1]
    assert len(answer.sentences) == 2


def test_rounds_are_limited(library, model):
    model.will_say(*[Reply(calls=(("search", {"query": f"matter {n}"}),)) for n in range(3)], *SCRIPT[2:])
    answer = Assistant(library, model="openai:scripted", limits=ModelLimits(deep_rounds=3)).ask(
        QUESTION, deep=True
    )
    assert [each.round for each in answer.steps] == [0, 1, 2, 3]
    assert len(answer.sentences) == 2


def test_tokens_are_limited(library, model):
    model.will_say(LOOKS, LOOKS, PLAN, DOUBTED, RELUCTANT)
    limits = ModelLimits(context=4_000, deep_tokens=8_000)
    answer = Assistant(library, model="openai:scripted", limits=limits).ask(QUESTION, deep=True)
    assert sum(map(tokens, model.prompts)) < limits.deep_tokens + limits.context
    assert "The search ended early" in answer.note
    assert "The report ends early: deep_tokens was used up." in answer.note
    assert len(answer.sentences) == 1


def test_no_prompt_is_longer_than_the_context(library, model):
    model.will_say(*SCRIPT)
    Assistant(library, model="openai:scripted", limits=ModelLimits(context=3_000)).ask(QUESTION, deep=True)
    assert max(map(tokens, model.prompts)) <= 2_000


def test_a_server_that_breaks_off_leaves_what_was_written_by_then(writer, model):
    model.will_say(LOOKS, "DONE", PLAN, DOUBTED, Reply("Half of it", cut=True))
    answer = writer.ask(QUESTION, deep=True)
    assert answer.text.startswith("## Doubts")
    assert len(answer.sentences) == 1
    assert "A section could not be written: The model failed" in answer.note


def test_a_server_that_fails_while_searching_still_has_a_report_written(writer, model):
    model.will_say(LOOKS, Reply("Out of order", status=500), Reply("Out of order", status=500), *SCRIPT[2:])
    answer = writer.ask(QUESTION, deep=True)
    assert len(answer.sentences) == 2
    assert answer.note.startswith("The search ended early: The model failed")


def test_a_server_that_fails_at_once_leaves_it_to_quotes(writer, model, assistant):
    model.will_say(Reply("Out of order", status=500))
    answer = writer.ask(QUESTION, deep=True)
    assert answer.text == assistant.ask(QUESTION).text
    assert "Out of order" in answer.note


def test_without_a_model_quotes_answer_and_say_why(assistant):
    answer = assistant.ask(QUESTION, deep=True)
    assert answer.note == "A report needs a language model (--model)."
    assert answer.text == assistant.ask(QUESTION).text


def test_a_section_that_does_not_hold_is_left_out(writer, model):
    wrong = "Huseynli promised ten thousand troops for Moscow [10BAKU79 ¶5]."
    model.will_say(LOOKS, "DONE", PLAN, wrong, RELUCTANT)
    answer = writer.ask(QUESTION, deep=True)
    assert "troops" not in answer.text
    assert "Doubts" not in answer.text
    assert "A section could not be written: Most of it is not supported" in answer.note


def test_a_heading_that_names_what_its_passages_do_not_is_replaced(writer, model):
    model.will_say(LOOKS, "DONE", "Zelensky bribed Huseynli with $700: [10BAKU79 ¶5]", DOUBTED)
    answer = writer.ask(QUESTION, deep=True)
    assert answer.text.startswith("## BAKU HEARS US OUT")
    assert "Zelensky" not in answer.text


def test_what_the_archive_does_not_have_is_refused(writer, model):
    model.will_say(LOOKS, "DONE", "NOT IN THE ARCHIVE")
    answer = writer.ask(QUESTION, deep=True)
    assert not answer.answered
    assert answer.text.startswith("The archive does not say. Searched: ")


def test_the_readers_filters_bind_the_model(writer, model):
    model.will_say(Reply(calls=(("search", {"query": "the port", "origin": "MAPUTO"}),)), "DONE", *SCRIPT[2:])
    answer = writer.ask(QUESTION, deep=True, origin="BAKU")
    assert answer.steps[1].found == "The reader's filters rule that out."
    assert {each.cable[2:6] for each in answer.passages} == {"BAKU"}


def test_a_report_is_kept_with_its_steps_and_can_be_audited(writer, model, library):
    model.will_say(*SCRIPT)
    bundle = record(writer, Asked(QUESTION, deep=True))
    written = dumps(bundle)
    assert loads(written).answer.steps == bundle.answer.steps
    assert len(bundle.prompts) == 5
    assert audit(library, written).findings == ()
    changed = json.loads(written)
    changed["answer"]["steps"][1]["asked"] = "search: something else"
    assert audit(library, json.dumps(changed).encode()).findings


def test_an_answer_without_steps_is_kept_as_it_was_before_there_were_any(assistant):
    assert b'"steps"' not in dumps(record(assistant, Asked(QUESTION)))


def test_the_model_is_not_asked_again_for_the_same_report(library, model, tmp_path):
    from assistant.writing.reply_cache import Cache

    model.will_say(*SCRIPT)
    kept = Assistant(library, model="openai:scripted", cache=Cache(tmp_path / "answers"))
    first, again = (kept.ask(QUESTION, deep=True) for _ in range(2))
    assert (first.text, first.steps) == (again.text, again.steps)
    assert len(model.prompts) == 5


def test_headings_are_headings_wherever_a_report_is_shown(writer, model):
    model.will_say(*SCRIPT)
    answer = writer.ask(QUESTION, deep=True)
    shown = answer_html.reply(answer)
    assert "<h3>Doubts" in shown.replace("<h3> ", "<h3>")
    assert "2 steps of searching" not in shown
    assert "3 steps of searching" in shown
    assert "## Doubts\n" in citation_formats.markdown(answer)
    assert "Doubts" in citation_formats.html(answer).partition("<h3>")[2].partition("</h3>")[0]
    assert "Looked up:" in terminal.answer(answer)
    waiting = dataclasses.replace(
        answer, text="", finished=False, steps=(Step(1, "search: <b>", "Nothing\nfound."),)
    )
    assert "search: &lt;b&gt;" in answer_html.reply(waiting)
    assert "\n" not in answer_html.reply(waiting)
