"""What a question wants, and whether a sentence gives it."""

import pytest

from assistant.quoting.wanted_thing import wanted_thing


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how many ferries does the port want?", "The port asked for between four and five ferries."),
        ("how many of the ferries are old?", "Seven of their 12 ferries are older than the harbor."),
        ("how many men serve there?", "The army has approximately 175,000 personnel."),
        ("how much did the town win?", "The town was awarded a further USD 2.11m."),
        ("how much money does the town owe?", "The town owes the bank 4.5 billion Euros."),
        ("how much rent does the navy pay?", "The navy pays no rent for the pier."),
        ("what share of the fish is exported?", "Some 60 percent of the catch goes abroad."),
        ("how long did the strike last?", "It ended after two weeks."),
        ("when does the lease expire?", "The lease runs out in 2012."),
        ("when will the bridge open?", "The bridge will open once the mayor has signed."),
        ("in which month did she leave?", "She left in the middle of November."),
    ],
)
def test_a_sentence_gives_what_is_wanted(question, sentence):
    assert wanted_thing(question).given_in(sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how many people live in Vardo?", "The storm in Vardo sank 40 boats, and the pier of 300 meters."),
        ("how many ferries does the port want?", "The port wants ferries as soon as it can have them."),
        ("how many pieces were shipped?", "This was the case on about ten flights."),
        ("how much did the town win?", "The town bid for money from the fund, and won."),
        ("what share of the fish is exported?", "Most of the catch goes abroad."),
        ("when does the lease expire?", "The landlord was vague about the lease."),
    ],
)
def test_a_sentence_does_not_give_it(question, sentence):
    assert not wanted_thing(question).given_in(sentence)


@pytest.mark.parametrize(
    "question", ["why was it late?", "did the mayor say when?", "who owns the ferry?", "ferries"]
)
def test_any_sentence_may_answer_other_questions(question):
    assert wanted_thing(question) is None
