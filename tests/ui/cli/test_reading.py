"""Cable files that a command names: what can be read is, and the rest is told."""

import pytest
from quick import write

from ui.cli.cable_files import cables


def test_the_cables_of_files_come_in_order(tmp_path, capsys):
    paths = [write(tmp_path, number) for number in (2, 1)]
    assert [cable.id for cable in cables(paths)] == ["10OSLO2", "10OSLO1"]
    assert capsys.readouterr().err == ""


def test_a_folder_stands_for_its_files(tmp_path):
    for number in (1, 2):
        write(tmp_path, number)
    assert [cable.id for cable in cables([tmp_path])] == ["10OSLO1", "10OSLO2"]


def test_what_cannot_be_read_gets_a_line_and_the_others_are_still_read(tmp_path, capsys):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    reading = cables([empty, tmp_path / "nowhere.txt", write(tmp_path, 1)])
    assert next(reading).id == "10OSLO1"
    with pytest.raises(SystemExit) as ended:
        next(reading)
    assert ended.value.code == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"{empty}: is empty"
    assert str(tmp_path / "nowhere.txt") in second


def test_no_files_have_no_cables():
    assert list(cables([])) == []
