import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import embedder as embed
from ingest.embedding.embedder import FOR_A_GPU, Embedder, Window
from ingest.embedding.openvino_engine import Engine, cached
from ingest.errors import LibraryError


@pytest.fixture(scope="module")
def embedder():
    return Embedder()


def test_vectors_are_of_unit_length(embedder):
    for reading in embedder.read(["The Minister doubts it.", "Fish."]):
        assert reading.vector.shape == (384,)
        assert np.linalg.norm(reading.vector) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(reading.tokens, axis=1) == pytest.approx(np.ones(len(reading.spans)), abs=1e-5)


def test_likeness_of_meaning_is_nearness(embedder):
    doubt, sceptic, fish = (
        reading.vector
        for reading in embedder.read(
            ["He doubts that sanctions work.", "He is sceptical of the embargo.", "The catch of herring fell."]
        )
    )
    assert doubt @ sceptic > doubt @ fish + 0.2


def test_each_word_has_a_token_in_its_place_and_marks_have_none(embedder):
    (reading,) = embedder.read(["Fish, he said!"])
    assert ["Fish, he said!"[start:end] for start, end in reading.spans] == ["Fish", "he", "said"]


def test_a_token_means_what_its_sentence_makes_of_it(embedder):
    money, river, coins = (
        reading.tokens[-1]
        for reading in embedder.read(["money in the bank", "the river bank", "coins in the bank"])
    )
    assert money @ coins > money @ river


def test_a_text_that_is_too_long_is_read_as_far_as_the_model_goes(embedder):
    (reading,) = embedder.read(["fish " * 400])
    assert len(reading.tokens) == len(reading.spans) == 254


def test_a_short_paragraph_is_one_window_with_its_context(embedder):
    assert embedder.windows("Fish quotas", "The Minister doubts it.") == [
        Window("Fish quotas. The Minister doubts it.", len("Fish quotas. "), 0)
    ]


def test_a_long_paragraph_is_covered_by_windows_that_the_model_reads_whole(embedder):
    text = " ".join(f"w{n}" for n in range(400))
    windows = embedder.windows("Fish quotas", text)
    assert len(windows) > 1
    for window in windows:
        assert window.text.startswith("Fish quotas. ")
        assert text.startswith(window.text[window.lead :], window.start)
        assert len(embedder.model.tokenizer(window.text)["input_ids"]) <= 256
    assert set(text.split()) <= {word for window in windows for word in window.text.split()}


def test_neighbouring_windows_overlap(embedder):
    first, second, *_ = embedder.windows("", " ".join(f"w{n}" for n in range(400)))
    assert set(first.text.split()) & set(second.text.split())


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(LibraryError, match="cannot be loaded") as error:
        Embedder(str(tmp_path)).read(["x"])
    assert "\n" not in str(error.value)


def test_the_engine_does_without_the_converter_which_reports_to_its_maker():
    code = """
import sys
from pathlib import Path
from ingest.embedding.embedder import Embedder
Embedder().read(["The Minister doubts it."])
print([name for name in sys.modules if name.startswith(("openvino.tools.ovc.", "openvino_telemetry"))])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def break_file(cache):
    broken = cache / "reftel" / "models" / cached(Embedder().weights).name
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no model")


def leave_no_room(cache):
    (cache / "reftel").write_text("a file where the folder should be")


@pytest.mark.parametrize("damage", [break_file, leave_no_room])
def test_where_no_export_can_be_had_the_model_itself_reads(tmp_path, monkeypatch, embedder, damage):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    damage(tmp_path)
    (alone,) = Embedder().read(["The Minister doubts it."])
    (exported,) = embedder.read(["The Minister doubts it."])
    assert alone.vector @ exported.vector > 0.999
    assert (alone.spans == exported.spans).all()


def test_the_engine_takes_no_more_threads_than_it_may(embedder, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    embedder.load()
    limited = Engine(cached(Embedder().weights))._model
    assert limited.get_property("INFERENCE_NUM_THREADS") == 1
    assert not limited.get_property("ENABLE_CPU_PINNING")  # or two processes would share one core


def test_what_is_compiled_is_kept_and_reads_the_same(embedder, tmp_path):
    embedder.load()
    export = Path(shutil.copy(cached(Embedder().weights), tmp_path))
    texts = [[101, 1996, 2704, 102], [101, 3869, 102]]
    (compiled, *_), (loaded, *_), (plain, *_) = (
        Engine(export, keep=keep).run(texts)[0] for keep in (True, True, False)
    )
    assert len(list(tmp_path.glob("compiled-*/*.blob"))) == 1
    assert np.array_equal(compiled, plain)
    assert np.array_equal(loaded, plain)


def test_a_damaged_compiled_model_is_compiled_anew(embedder, tmp_path):
    embedder.load()
    export = Path(shutil.copy(cached(Embedder().weights), tmp_path))
    (right, *_) = Engine(export, keep=True).run([[101, 3869, 102]])[0]
    (kept,) = tmp_path.glob("compiled-*/*.blob")
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:1_000_000])
    (again, *_) = Engine(export, keep=True).run([[101, 3869, 102]])[0]
    assert np.array_equal(again, right)


FREED_ELSEWHERE = """
import os, signal
from threading import Thread
from ingest.embedding.embedder import Embedder
from ingest.embedding.openvino_engine import Engine, cached
held = [Engine(cached(Embedder().weights))]
freeing = Thread(target=held.clear)
freeing.start()
freeing.join()
signal.signal(signal.SIGTERM, lambda *_: print("ends in order", flush=True))
os.kill(os.getpid(), signal.SIGTERM)
"""


def test_a_signal_after_an_engine_was_freed_in_another_thread_is_no_crash(embedder):
    embedder.load()
    done = subprocess.run([sys.executable, "-c", FREED_ELSEWHERE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ends in order\n")


def test_where_there_is_a_gpu_many_texts_are_left_to_pytorch_and_a_question_is_not(embedder, monkeypatch):
    monkeypatch.setattr(embed, "gpu", lambda: True)
    asked = []
    monkeypatch.setattr(
        Embedder, "_made", lambda self, texts, made=Embedder._made: asked.append(len(texts)) or made(self, texts)
    )
    fresh = Embedder()
    many = fresh.read(["The Minister doubts it."] * FOR_A_GPU)
    (one,) = fresh.read(["The Minister doubts it."])
    assert asked == [FOR_A_GPU]
    assert all(each.vector @ one.vector > 0.999 for each in many)
