"""The sample library is what a new user reads first, so its labels have to agree with its texts."""

import json
import re
from pathlib import Path

import pytest

import ingest

SAMPLES = Path(ingest.__file__).parent / "samples"
CABLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))}
QUESTIONS = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]

NOTICE = "This is sample text written for reftel; it is not an official record."
PARAGRAPH = re.compile(r"^[¶(]?(?:\(?[CSU]\) )?(\d+)[.,]", re.MULTILINE)  # every way that the samples number one


def words(text: str) -> str:
    """The text on one line in one case and with straight quotes, as a phrase is looked for."""
    return " ".join(text.translate(str.maketrans("“”’", '""\'')).split()).casefold()


def cited(question: dict, label: str) -> list[tuple[str, int | None]]:
    """The cables and paragraph numbers under `gold` or `wrong`; a header fact has no number."""
    return [(place["cable"], number) for place in question[label] for number in place["paragraphs"] or [None]]


def test_there_are_enough_cables_from_enough_posts():
    posts = {re.sub(r"\d", "", name) for name in CABLES}
    assert len(CABLES) >= 24
    assert len(posts) >= 10


@pytest.mark.parametrize("name", CABLES)
def test_a_cable_begins_with_the_notice_and_is_named_by_its_id(name):
    assert CABLES[name].startswith(NOTICE + "\n\n")
    year, post, number = re.fullmatch(r"(\d\d)([A-Z]+)([1-9]\d*)", name).groups()
    head = CABLES[name][:1500].upper().replace(" ", "")
    assert re.search(rf"{post}0*{number}\b", head)
    assert re.search(rf"Z[A-Z]{{3}}{year}\b|,\d\d[A-Z]+20{year},", head)


def test_question_ids_are_unique_and_every_type_is_asked():
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS) >= 24
    assert {question["type"] for question in QUESTIONS} == {
        "attribution", "fact", "multi", "meta", "unanswerable"
    }  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_labelled_paragraphs_exist_and_hold_the_facts(question):
    for cable, number in cited(question, "gold") + cited(question, "wrong"):
        assert number is None or str(number) in PARAGRAPH.findall(CABLES[cable]), (cable, number)
    gold = words(" ".join(CABLES[place["cable"]] for place in question["gold"]))
    for spellings in question["facts"]:
        assert any(re.search(spelling, gold, re.IGNORECASE) for spelling in spellings), spellings


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_only_an_unanswerable_question_has_no_gold(question):
    assert (question["type"] == "unanswerable") == (not question["gold"])
    assert not set(cited(question, "gold")) & set(cited(question, "wrong"))


def test_the_best_known_example_is_where_every_page_of_the_manual_says():
    fifth = words(CABLES["10BAKU79"].split("¶5.")[1])
    assert "huseynli" in fifth
    assert '"willing to move beyond words"' in fifth
    assert "reluctant to confront either iran or russia" in words(
        CABLES["10BAKU79"].split("¶2.")[1].split("¶3.")[0]
    )
