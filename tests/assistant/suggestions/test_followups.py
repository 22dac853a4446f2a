"""What may be asked after an answer, over the sample library."""

from dataclasses import replace

from assistant.suggestions.followups import followups


def test_an_answer_leads_on_to_others_and_to_what_the_post_makes_of_it(assistant, library):
    answer = assistant.ask("what did Huseynli say about Russia")
    further = followups(library, answer)
    assert "what did Salmanli say about Russia" in further
    assert "what did the embassy itself comment on that" in further


def test_somebody_heard_in_several_cables_may_have_changed_his_mind(assistant, library):
    answer = assistant.ask("what does Salmanli think of Ankara's terms for the Kura Line")
    assert "how did Vugar Salmanli's position on Ankara change" in followups(library, answer)


def test_every_followup_is_answered(assistant, library):
    for question in ("what did Chivangue say about leasing Nacala", "what did Huseynli say about Russia"):
        answer = assistant.ask(question)
        further = followups(library, answer)
        assert 1 <= len(further) <= 3
        assert not any(assistant.ask(each, answer.turns()).refused for each in further)


def test_a_refusal_leads_nowhere(assistant, library):
    answer = assistant.ask("what did Huseynli say about Russia")
    assert followups(library, replace(answer, outcome="refused")) == ()
    assert followups(library, replace(answer, citations=())) == ()
