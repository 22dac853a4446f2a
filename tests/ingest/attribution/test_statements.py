"""Who says what, on invented cables; and how well that goes on the published ones where they are at hand."""

import json
import subprocess
import sys

from invented import HEAD

from ingest import parse_cable
from ingest.attribution import tagger
from ingest.attribution.attribute import attribute, statements
from ingest.attribution.cast import Cast
from ingest.attribution.observations import observe


def read(body):
    """The statements of an invented cable as (kind, speaker) pairs, in order."""
    return [(found.kind, found.speaker) for found in statements(parse_cable(HEAD + body, name="10REYKJAVIK12"))]


def test_every_sentence_gets_one_statement_at_its_place():
    cable = parse_cable(HEAD + "¶1. (C) Baro said no. He left.\n\n¶2. (C) It rained.\n", name="10REYKJAVIK12")
    texts = {paragraph.ordinal: paragraph.text for paragraph in cable.paragraphs}
    found = [texts[s.ordinal][s.start : s.end] for s in statements(cable)]
    assert found == ["Baro said no.", "He left.", "It rained."]


def test_who_speaks_is_told_in_every_section():
    body = "SUMMARY\n-------\n\n¶1. (C) Orhan Baro said no.\n\nTHE FLEET\n---------\n\n¶2. (C) Baro said that he would sail.\n"
    assert read(body) == [("said", "Orhan Baro"), ("said", "Orhan Baro")]
    assert len(tagger.weights().transitions) == tagger.TRANSITIONS


def test_a_surname_and_a_pronoun_mean_the_full_name():
    assert (
        read(
            "¶1. (C) Harbor Minister Olga Baro told the Ambassador that the ferry was late. Baro said crews were\n"
            "tired. She added that the weather had been poor.\n"
        )
        == [("said", "Olga Baro")] * 3
    )


def test_an_office_means_whoever_holds_it():
    found = read(
        "¶1. (C) Poloff met Harbor Minister Olga Baro and Deputy Minister Ivan Ito on May 3.\n\n"
        "¶2. (C) The Minister said that the ferry was late. The Deputy Minister added that it would sail again.\n"
    )
    assert found[1:] == [("said", "Olga Baro"), ("said", "Ivan Ito")]


def test_an_abbreviation_in_brackets_means_the_name_before_it():
    found = read(
        "¶1. (C) Sheikh Omar bin Baro (ObB) received the Ambassador on May 3.\n\n"
        "¶2. (C) ObB said that the ferry was late.\n"
    )
    assert found[-1] == ("said", "Omar bin Baro")


def test_reported_speech_runs_on_until_somebody_else_speaks():
    found = read(
        "¶1. (C) Harbor Minister Olga Baro said the ferry was late. Crews would be paid in May. In particular,\n"
        "the government would not sell the ship. The Ambassador replied that the crew was in need.\n"
    )
    assert [speaker for _, speaker in found] == ["Olga Baro", "Olga Baro", "Olga Baro", "Ambassador"]


def test_a_quotation_over_several_sentences_has_one_speaker():
    found = read('¶1. (C) Minister Baro said, "We are tired. We have no ship. Ito said he would help. We wait."\n')
    assert found == [("said", "Baro")] * 4


def test_who_is_named_behind_a_quotation_said_all_of_it():
    found = read(
        '¶1. (C) General Ivan Ito met the Charge on May 3. "We will not leave the valley. Our men are cold. Nobody\n'
        'listens to us," said President Olga Baro, who had joined them.\n'
    )
    assert found[1:] == [("said", "Olga Baro")] * 3


def test_a_quotation_is_never_divided():
    body = (
        '¶1. (C) Minister Baro said, "We wait. General Ito told us to. The King said no. Norway believes him. We\n'
        'will see." Senator Osei said that Ito was late. "They know it. Ito claimed it. He lies," Osei added.\n'
    )
    found = read(body)
    assert len(set(found[:5])) == len(set(found[6:])) == 1


def test_a_visit_is_no_statement():
    assert read("¶1. (C) Poloff called on Imam Omar Baro on May 3.\n") != [("said", "Poloff")]


def test_points_that_are_made_are_listed():
    found = read(
        "¶1. (C) Trade Minister Olga Baro made these points to the Ambassador:\n-- The tariff will fall.\n"
    )
    assert found == [("said", "Olga Baro")] * 2


def test_a_mere_surname_means_whoever_of_that_name_speaks():
    found = read(
        "¶1. (C) Former Minister Ivan Baro told the Ambassador that the ferry was late. His son Omar Inga Baro, who\n"
        "owns it, was in Oslo.\n\n"
        "¶2. (C) Ivan Baro complained about the weather. Baro added that the crew was tired.\n"
    )
    assert found[-1] == ("said", "Ivan Baro")


def test_nobody_is_given_the_office_of_whom_they_meet():
    cable = parse_cable(
        HEAD + "¶1. (C) In a meeting with the Ambassador, Baro said that the ferry was late.\n",
        name="10REYKJAVIK12",
    )
    assert [(person.name, person.titles) for person in attribute(cable).people] == [("Baro", ())]


def test_a_masked_name_is_no_persons():
    cable = parse_cable(HEAD + "¶1. (C) XXXXXXXXXXXXl said no. Mr. XXXXXXXXXXXX left.\n", name="10REYKJAVIK12")
    assert attribute(cable).people == ()
    assert statements(cable)[0].speaker == "xxxxx"


def test_in_capitals_as_in_small_letters():
    found = read(
        "¶1. (C) FOREIGN MINISTER LUDEK PRUSA TOLD AMBASSADOR MAY 3 THAT TALKS WERE STALLED. PRUSA ADDED THAT\n"
        "MOSCOW HAD NOT REPLIED.\n\n¶2. (C) HERMES SAID FRG WOULD SUPPORT THE DRAFT.\n"
    )
    assert found == [("said", "Ludek Prusa")] * 2 + [("said", "Hermes")]


def test_a_speaker_who_is_not_sure_enough_is_not_named():
    cable = parse_cable(HEAD + "¶1. (C) Minister Baro said the ferry was late. It rained.\n", name="10REYKJAVIK12")
    observed = observe(cable.paragraphs, Cast(paragraph.text for paragraph in cable.paragraphs))
    rows = tagger.probabilities(observed, tagger.weights())
    assert [round(float(row.sum()), 6) for row in rows] == [1, 1]
    unsure = tagger.likeliest(observed, rows, sure=1.0)
    assert [tag.speaker for tag in unsure] == [None, None]
    assert unsure[0].possibly == "Baro"
    assert next(tag.speaker for tag in tagger.likeliest(observed, rows)) == "Baro"


def test_what_a_speaker_says_about_others_is_still_his():
    found = read(
        "¶1. (C) Minister Baro said that he had met Senator Ito. Ito had promised a ship. Norway would want it.\n"
    )
    assert found == [("said", "Baro")] * 3


def test_a_note_interrupts_a_speaker_and_gives_the_floor_back():
    found = read(
        "¶1. (C) Minister Baro said the ferry was late. (Note: It is the only one. End Note.) He said that\n"
        "the crew was tired.\n"
    )
    assert found == [("said", "Baro"), ("comment", None), ("said", "Baro")]


def test_a_comment_is_the_posts_own():
    found = read(
        "¶1. (C) Minister Baro said the ferry was late.\n\n"
        "¶2. (C) Comment: We believe that the ferry is unlikely to run again soon. The harbor remains a serious\n"
        "problem for our interests. End comment.\n"
    )
    assert found == [("said", "Baro"), ("comment", None), ("comment", None)]


def test_a_redacted_name_speaks_under_its_crosses():
    found = read("¶1. (C) XXXXXXXXXXXX told Poloff that the ferry was sold. He asked for silence.\n")
    assert found == [("said", "xxxxx")] * 2


def test_a_redacted_source_is_the_source_of_what_follows():
    found = read(
        "¶1. (C) XXXXXXXXXXXX told Poloff that the ferry was sold. An Italian official denied it.\n\n"
        "¶2. (C) Our contact said that the buyer was a bank.\n"
    )
    assert found[-1] == ("said", "xxxxx")


def test_a_letter_speaks_for_whoever_wrote_it():
    found = read(
        "¶1. (C) Minister Olga Baro responded on May 3 with a letter. The letter argues that the ferry was hers.\n"
    )
    assert found[-1] == ("said", "Olga Baro")


def test_he_is_a_person_and_not_several():
    found = read(
        "¶1. (C) Minister Ivan Ito told the Ambassador that the ferry was late. Opposition leaders said it was\n"
        "never built. He replied that they had travelled on it.\n"
    )
    assert [speaker for _, speaker in found] == ["Ivan Ito", "Opposition leaders", "Ivan Ito"]


def test_whom_the_post_met_is_he():
    found = read("¶1. (C) Poloff met with Harbor Minister Olga Baro on May 3. She said that the ferry was late.\n")
    assert found[-1] == ("said", "Olga Baro")


def test_initials_mean_the_full_name():
    found = read(
        "¶1. (C) Minister Olga Inga Baro received the Ambassador on May 3.\n\n¶2. (C) OIB said the ferry was late.\n"
    )
    assert found[-1] == ("said", "Olga Inga Baro")


def test_words_are_not_put_into_a_mouth_on_a_mere_guess():
    found = read(
        "¶1. (C) Minister Baro said the ferry was late. The harbor was built in 1901.\n\n¶2. (C) It rains.\n"
    )
    assert found[-1] != ("said", "Baro")


def test_an_ambassadors_comment_is_no_part_of_what_was_said():
    found = read(
        "¶1. (C) Minister Baro said the ferry was late. (Ambassador Ito's comment: It is a serious problem. End\n"
        "comment.) He added that he would wait.\n"
    )
    assert found == [("said", "Baro"), ("comment", None), ("said", "Baro")]


def test_a_university_holds_no_office():
    found = read(
        "¶1. (C) King Omar University is new. King Omar bin Baro told the Ambassador that it was late.\n\n"
        "¶2. (C) The King said that it would open in May.\n"
    )
    assert found[-1] == ("said", "Omar bin Baro")


def test_a_meeting_is_narrated():
    found = read(
        "¶1. (U) The Ambassador met with Harbor Minister Olga Baro on May 3, 2009. DCM attended the meeting.\n"
    )
    assert found[0] == ("narration", None)


def test_the_published_labels_are_met_as_well_as_when_this_was_written(shared, tmp_path):
    labels = shared / "statements.jsonl"
    out = tmp_path / "said.jsonl"
    wanted = sorted({json.loads(line)["cable"] for line in labels.read_text(encoding="utf-8").splitlines()})
    with out.open("w", encoding="utf-8") as lines:
        for name in wanted:
            text = (shared / "cables" / f"{name}.txt").read_text(encoding="utf-8", errors="replace")
            cable = parse_cable(text, name=name)
            rows = {paragraph.ordinal: [] for paragraph in cable.paragraphs}
            texts = {paragraph.ordinal: paragraph for paragraph in cable.paragraphs}
            for found in statements(cable):
                sentence = texts[found.ordinal].text[found.start : found.end]
                rows[found.ordinal].append({"text": sentence, "kind": found.kind, "speaker": found.speaker})
            for ordinal, sentences in rows.items():
                row = {"cable": name, "paragraph": texts[ordinal].number, "sentences": sentences}
                lines.write(json.dumps(row) + "\n")
    command = [sys.executable, str(shared / "score.py"), "statements", str(labels), str(out), "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures = json.loads(printed.splitlines()[-1])
    assert figures["precision"] >= 0.86
    assert figures["recall"] >= 0.85


def test_a_table_of_a_hundred_thousand_digits_is_read_in_one_go():
    assert read("¶1. (C) He left. " + "1" * 100_000 + "\n") == [("narration", None)] * 2
