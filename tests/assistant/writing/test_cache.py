"""What a model said is remembered by all that it was given, and never more of it than is allowed."""

import json
import os
from pathlib import Path

import pytest
from quick import done, quick_library, write

from assistant.writing.reply_cache import Cache
from ingest.errors import LibraryError


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "answers", most=3)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "answers").iterdir())


def test_what_was_said_is_known_for_what_was_given_alone(cache):
    cache.put("He doubted it.", "openai:gpt", "What did he say?")
    assert cache.get("openai:gpt", "What did he say?") == "He doubted it."
    assert cache.get("openai:gpt", "What did she say?") is None
    assert cache.get("openai:gptWhat did he say?") is None


def test_a_later_process_knows_it_too(cache, tmp_path):
    cache.put("“Ja.”", "q")
    assert Cache(tmp_path / "answers").get("q") == "“Ja.”"


def test_of_too_many_those_used_last_stay(cache, tmp_path):
    for number, name in enumerate("abc"):
        cache.put(name.upper(), name)
        newest = max(files(tmp_path), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (number, number))
    assert cache.get("a") == "A"  # and so used later than b
    cache.put("D", "d")
    assert [cache.get(name) for name in "abcd"] == ["A", None, "C", "D"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"said": 3}', '"text"'])
def test_a_damaged_file_holds_nothing(cache, tmp_path, content):
    cache.put("He doubted it.", "q")
    (path,) = files(tmp_path)
    path.write_text(content)
    assert cache.get("q") is None


def test_where_it_cannot_write_nothing_is_remembered_and_nothing_fails(tmp_path, caplog):
    (tmp_path / "answers").write_text("a file in the place of the folder")
    cache = Cache(tmp_path / "answers")
    cache.put("He doubted it.", "q")
    assert cache.get("q") is None
    assert "could not be kept" in caplog.text


def test_what_a_library_forgets_takes_what_was_said_with_it(tmp_path):
    library = quick_library(tmp_path / "library")
    done(library.ingest([write(tmp_path / "cables", 1), write(tmp_path / "cables", 2)]))
    cache = Cache.of(library)
    cache.put("The Minister said so.", "a prompt with the cable in it")
    with pytest.raises(LibraryError):
        done(library.forget("10OSLO9"))
    assert cache.get("a prompt with the cable in it") == "The Minister said so."
    done(library.forget("10OSLO2"))
    assert cache.get("a prompt with the cable in it") is None
    cache.put("He denied it.", "another prompt")
    assert cache.get("another prompt") == "He denied it."
    library.close()


def test_a_file_holds_what_was_said_and_nothing_of_what_was_given(cache, tmp_path):
    cache.put("He doubted it.", "sk-0123456789", "What did he say?")
    (path,) = files(tmp_path)
    assert json.loads(path.read_text()) == {"said": "He doubted it."}
