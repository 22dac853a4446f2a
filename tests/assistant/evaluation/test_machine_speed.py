"""How much there is in a folder, and how long it will take."""

import pytest

from assistant.evaluation import machine_speed
from assistant.evaluation.machine_speed import MachineSpeed, paragraphs_in
from ingest.samples import SAMPLES

SPEED = MachineSpeed("a processor", True, 2, read=1000.0, attributed=500.0, embedded=50.0, answer=0.02, start=1.0)


def test_what_is_read_first_can_be_searched_by_words_first():
    assert SPEED.seconds(10_000) == pytest.approx((10.0, 230.0))


def test_an_hour_is_divided_by_what_a_cable_takes_in_all_stages():
    _, seconds = SPEED.seconds(machine_speed.PARAGRAPHS * SPEED.cables_an_hour)
    assert seconds == pytest.approx(3600)


def test_the_paragraphs_of_a_folder_are_counted():
    assert paragraphs_in([SAMPLES]) == 176


def test_what_takes_too_long_to_read_is_estimated_by_its_size(monkeypatch, tmp_path):
    text = (SAMPLES / "10BAKU79.txt").read_text(encoding="utf-8")
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(
            text.replace("10BAKU79", f"10BAKU{100 + number}"), encoding="utf-8"
        )
    whole = paragraphs_in([tmp_path])
    monkeypatch.setattr(machine_speed, "PATIENCE", 0.0)
    assert paragraphs_in([tmp_path]) == pytest.approx(whole, rel=0.1)
