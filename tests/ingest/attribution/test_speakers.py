"""The words for who speaks in one sentence, one rule of cable prose at a time."""

import pytest

from ingest.attribution.grammatical_speaker import attribution


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Baro said the mill was closed.", "Baro"),
        ("The Minister has repeatedly stressed that the mill is safe.", "The Minister"),
        ("MFA contacts tell us that the talks failed.", "MFA contacts"),
        ("XXXXXXXXXXXX opined that it was late.", "XXXXXXXXXXXX"),
        ("Poloff asked whether the bridge would hold.", "Poloff"),
        ("A student who took part in the march said it was peaceful.", "A student"),
        ("Olga Baro, chair of the mill board, said prices would fall.", "Olga Baro"),
        ("The mayor of the town, Ivan Baro, complained about the noise.", "Ivan Baro"),
        ("Baro, however, warned against haste.", "Baro"),
        ("Press reports on May 5 cited three deaths.", "Press reports"),
        ("Baro was adamant that no mill would close.", "Baro"),
        ("Baro made it clear that he would stay.", "Baro"),
        ("He had not slept, he said, for two days.", "he"),
        ("The mill is closed, opined Baro.", "Baro"),
        ('"Nobody slept," the Deputy Minister admitted.', "the Deputy Minister"),
        ("According to the Polish delegate, the mill is closed.", "the Polish delegate"),
        ("In his view, the mill is closed.", "he"),
        ("Baro's answer was that nobody had asked.", "Baro"),
        ("We were told by Minister Baro on Monday.", "Minister Baro"),
        ("In a meeting with Minister Baro on May 3, he asked for grain.", "Minister Baro"),
        ("Baro and Ito noted the delay.", "Baro and Ito"),
        ("Members of the mill board worried about prices.", "Members of the mill board"),
        ("After the lunch, the General told Ambassador that he was content.", "the General"),
        ("Baro has already said that the mill is safe.", "Baro"),
        ('"Who pays for it?" asked one union member.', "one union member"),
        ("The French believe that the mill is lost.", "The French"),
        ("Some in the union hope that the mill will open.", "Some in the union"),
        ("According to XXXXXXXXXXXX the mill is closed.", "XXXXXXXXXXXX"),
        ("Baro was on the radio, claiming that the union should review it.", "Baro"),
        ("A student who took part in the march said that it rained.", "A student"),
        ("News reports also said that the mill had burned.", "News reports"),
        ('"It is lost," sighed lawyer Olga Baro over tea on May 3.', "lawyer Olga Baro"),
        ("Baro's view of the union was grim.", "Baro"),
        ("The Bishop's request to us: pay for the mill, and quietly.", "The Bishop"),
        ("Prices, in her telling, are written down the evening before.", "she"),
        ("Pressed on prices, Baro was evasive.", "Baro"),
        ("Baro ticked off eleven fires since Easter.", "Baro"),
        ("Baro had not heard of it and asked who had.", "Baro"),
    ],
)
def test_the_speaker_of_a_sentence(sentence, speaker):
    found = attribution(sentence)
    assert found is not None
    assert found.manner != "acted"
    assert found.mention == speaker


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill closed in 2001.",
        "Four villages were reported lost.",
        "Baro met the Ambassador on May 3.",
        "French views on grain are known.",
        "Four men reported killed had worked there.",
        "A group of officials believed to have left is back.",
        "The agreement is binding on other South American states, including Peru.",
        "It was his decision to let other ministers respond to them.",
        "Baro is also accused of theft.",
        "Baro remains the most honest man in the Cabinet and its most poorly advised.",
        "Our visitor carried the points to the Ministry and argued them with energy.",
        "The war in Georgia showed who was weak.",
        "Baro worked for a leader of the union's feared office.",
    ],
)
def test_a_sentence_without_a_speaker(sentence):
    found = attribution(sentence)
    assert found is None or found.manner == "acted"


def test_a_subject_that_only_acts_is_whom_the_next_pronoun_may_mean():
    found = attribution("Baro arrived late.")
    assert found is None or (found.manner, found.mention) == ("acted", "Baro")


def test_the_manner_and_the_tense_tell_a_new_speaker_from_a_quoted_one():
    assert attribution("Ito had said it was late.").tense == "pluperfect"
    assert attribution("Iran believes in grain.").manner == "held"
