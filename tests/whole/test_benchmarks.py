"""Every benchmark runs to its end and prints what it promises, over a handful of cables; none is timed here."""

import importlib.util
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from safetensors.numpy import load_file
from servers import free_port

from assistant.reading.reader import WEIGHTS, SentenceReader
from ingest import Library
from ingest.attribution.attribute import statements
from ingest.domain.cable import Cable
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES
from ingest.sources.scans.engine import engine

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"
if not BENCHMARKS.is_dir():
    pytest.skip("a package of the source comes without the benchmarks", allow_module_level=True)
sys.path.append(str(BENCHMARKS))  # they are scripts, which find each other by lying side by side


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Take back what a benchmark sets for its own process: the environment, and which cores it stays on."""
    environment, cores = dict(os.environ), hasattr(os, "sched_getaffinity") and os.sched_getaffinity(0)
    yield
    if cores:
        os.sched_setaffinity(0, cores)
    os.environ.clear()
    os.environ |= environment


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the script of a benchmark in this process, which has loaded what it needs, and return what it printed."""

    def run(name: str, *given: object) -> str:
        script = str(BENCHMARKS / f"{name}.py")
        monkeypatch.setattr(sys, "argv", [script, *map(str, given)])
        capsys.readouterr()
        runpy.run_path(script, run_name="__main__")
        return capsys.readouterr().out

    return run


def ended(name: str, *given: object) -> str:
    """Run a benchmark in a process of its own, and return what it printed."""
    path = os.pathsep.join((str(ROOT), os.environ["PYTHONPATH"]))  # where the tests have children watched, too
    ended = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{name}.py"), *map(str, given)],
        env=os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


def needs(package: str, source: str = "'reftel[bench]'") -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install {source}")


@pytest.fixture(scope="module")
def cables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three of the sample cables."""
    folder = tmp_path_factory.mktemp("cables")
    for name in ("10BAKU79", "09BAKU941", "06MAPUTO512"):
        shutil.copy(SAMPLES / f"{name}.txt", folder)
    return folder


@pytest.fixture
def few(cables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the scripts that read the sample cables, these are three."""
    monkeypatch.setattr("ingest.samples.SAMPLES", cables)


@pytest.fixture(scope="module")
def kept(cables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What `filling.py` filled and printed; its JSON lies beside."""
    needs("langchain_text_splitters")
    needs("langchain_chroma")
    folder = tmp_path_factory.mktemp("kept")
    return folder, ended("filling", cables, "--keep", folder, "--json", folder / "filling.json")


def test_filling_compares_reftel_with_the_stock_pipeline(kept):
    folder, printed = kept
    for figure in ("CPU s", "s to the first question", "MB of memory", "MB on disk"):
        assert re.search(rf"^{figure} +reftel +[\d.,]+  stock +[\d.,]+ \(x[\d.]+\)$", printed, re.MULTILINE)
    held = json.loads((folder / "filling.json").read_text(encoding="utf-8"))
    assert {"processor", "cores", "memory_gb", "versions"} <= held["machine"].keys()
    (stages,) = (row for row in held["rows"] if row["what"] == "stages")
    assert list(stages["cpu"]) == ["read", "words", "statements", "meaning"]


def test_txtai_does_the_same_where_it_is_installed(cables, tmp_path):
    needs("txtai")
    printed = ended("with_txtai", "fill", cables, tmp_path / "index", "what did Huseynli say about Russia?")
    assert re.fullmatch(r"asked [\d.]+\n", printed)


def test_starting_compares_a_cold_question_with_a_cold_search(run, kept):
    printed = run("starting", "--keep", kept[0], "--rounds", 1)
    for name in ("reftel --help", "reftel ask", "stock, first search"):
        assert re.search(rf"^{name} +[\d.]+ +[\d.]+ +\d+$", printed, re.MULTILINE)


def test_answering_compares_a_warm_answer_with_a_bare_search(run, kept):
    printed = run("answering", "--keep", kept[0], "--questions", 3, "--paragraphs", 60)
    for name in ("reftel, an answer", "stock, a search", "reftel, a search / stock"):
        assert re.search(rf"^{name} +[\d.]+", printed, re.MULTILINE)


def test_stages_tells_whose_code_is_at_work(run, cables, tmp_path):
    printed = run("stages", cables, "--questions", 2, "--json", tmp_path / "stages.json")
    held = json.loads((tmp_path / "stages.json").read_text(encoding="utf-8"))["rows"]
    assert [row["what"] for row in held] == ["read", "words", "statements", "meaning", "answer"]
    assert "openvino" in held[-2]["shares"]
    assert "%  openvino" in printed


def test_embedding_tells_the_ratio_the_cosine_and_the_limit(run, cables, tmp_path):
    printed = run("embedding", "--rounds", 1, "--json", tmp_path / "embedding.json", cables)
    assert re.search(r"^reftel .+ GFLOP, \d+% of the limit$", printed, re.MULTILINE)
    assert re.search(r"^bfloat16 +\d+ GFLOP a CPU second", printed, re.MULTILINE)
    assert float(re.search(r"^cosine +mean ([\d.]+)", printed, re.MULTILINE)[1]) > 0.999


def test_the_rate_of_products_is_told(run):
    assert re.fullmatch(r"( +\d+ GFLOP a CPU second in (b?float\d\d)\n){2}", run("product_rate"))


def test_plots_are_drawn_from_what_was_written(run, kept, tmp_path):
    needs("matplotlib")
    shutil.copy(kept[0] / "filling.json", tmp_path)
    grown = [{"paragraphs": size, "what": "disk MB", "value": size / 1000} for size in (1000, 13_000)]
    (tmp_path / "growth.json").write_text(json.dumps(grown), encoding="utf-8")
    printed = run("plots", tmp_path)
    assert "| disk MB | 1 | 13 | n^1.00 | 0% | *2,600* | *26,000* |" in printed
    for name in ("filling", "growth"):
        assert "<svg" in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")


def test_the_drawn_figures_are_those_that_were_committed(run, tmp_path):
    needs("matplotlib")
    for file in (ROOT / "docs" / "performance").glob("*.json"):
        shutil.copy(file, tmp_path)
    run("plots", tmp_path)
    drawn = {file.name for file in tmp_path.glob("*.svg")}
    assert drawn == {file.name for file in (ROOT / "docs" / "performance").glob("*.svg")}


def test_read_speed(run):
    assert re.search(r"^both +[\d,]+$", run("read_speed", "--cables", 24), re.MULTILINE)


def test_dump(run, tmp_path):
    printed = run("dump", "--cables", 24, "--folder", tmp_path)
    assert "cables               24, failures 0" in printed
    assert printed.count("hits: ") == 3


def test_search(run, sample_folder):
    printed = run("search", sample_folder, "--questions", 5)
    for index in ("chroma", "scan"):
        assert len(re.findall(rf"{index} .+ ms  agrees 1\.0000$", printed, re.MULTILINE)) == 5


def test_growth(run, sample_folder, tmp_path):
    options = ("--sizes", 300, "--questions", 3, "--keep", tmp_path / "grown", "--port", free_port())
    printed = run("growth", sample_folder, *options, "--json", tmp_path / "growth.json")
    assert len(re.findall(r"answer ms p50 .+(?:no filter|%) +[\d.]+$", printed, re.MULTILINE)) == 5
    grown = json.loads((tmp_path / "growth.json").read_text(encoding="utf-8"))["rows"]
    assert {row["paragraphs"] for row in grown} == {300}
    assert {"memory MB asking", "memory MB serving"} <= {row["what"] for row in grown}


def test_kinds(run, sample_folder, tmp_path):
    printed = run("kinds", sample_folder, "--each", 1, "--json", tmp_path / "kinds.json")
    rows = json.loads((tmp_path / "kinds.json").read_text(encoding="utf-8"))["rows"]
    assert {"passages", "comparison", "count", "follow-up"} <= {row["kind"] for row in rows}
    assert len(printed.splitlines()) == len(rows)


def test_finding(run, kept, tmp_path):
    right = {"question": "what did Huseynli say?", "gold": [{"cable": "10BAKU79", "paragraphs": [2, 5]}]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(right), encoding="utf-8")
    sides = ("--sides", "reftel,stock", "--keep", kept[0])
    printed = run("finding", SAMPLES, tmp_path / "questions.jsonl", *sides)
    for side in ("reftel", "stock"):
        assert re.search(rf"^side {side}  questions 1  ms [\d.]+  R@1 [01]\.0  R@5 1\.0", printed, re.MULTILINE)


def test_a_multiplied_library_grows_on(library, tmp_path):
    growing = importlib.import_module("multiplied").Multiplied(library, tmp_path)
    for size in (300, 600):
        growing.grow(size)
        grown = Library.open(tmp_path)
        assert size <= grown.status().paragraphs < size + 60
        grown.close()


def test_users(run):
    printed = run(
        "users", "--users", 2, "--paragraphs", 60, "--seconds", 1, "--pause", 0.5, "--port", free_port(), "--words"
    )
    assert re.search(r"^questions answered +[1-9]", printed, re.MULTILINE)
    assert re.search(r"^errors +0", printed, re.MULTILINE)


def test_streaming(run, few):
    printed = run("streaming", "--pause", 0.005, "--answers", 1)
    assert re.search(r"^the last sentence after its last word +[\d.]+ +[\d.]+$", printed, re.MULTILINE)


def test_clicking(run, few):
    needs("playwright", "playwright")
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        pytest.skip("no chromium on the path")
    printed = run("clicking", "--rounds", 1, "--port", free_port())
    assert re.search(r"^another one in the same cable +\d+ +\d+$", printed, re.MULTILINE)


def test_rewriting(run, sample_folder, tmp_path):
    turns = [
        {"question": "what did Huseynli say about Russia?", "gold": [{"cable": "10BAKU79", "paragraphs": [2, 5]}]},
        {"question": "and about ordinary people?", "gold": [{"cable": "10BAKU79", "paragraphs": [5]}]},
    ]
    rewrite = {"id": "c", "turn": 2, "rewrite": "What did Huseynli say about ordinary Iranians?"}
    (tmp_path / "talks.jsonl").write_text(json.dumps({"id": "c", "turns": turns}), encoding="utf-8")
    (tmp_path / "rewrites.jsonl").write_text(json.dumps(rewrite), encoding="utf-8")
    printed = run("rewriting", sample_folder, tmp_path / "talks.jsonl", "--rewrites", tmp_path / "rewrites.jsonl")
    assert re.search(r"^without a model +R@1 .+ of 1 follow-ups$", printed, re.MULTILINE)
    assert re.search(r"^rewritten +R@1 .+ of 1 follow-ups$", printed, re.MULTILINE)


def test_misspelling(run, sample_folder, tmp_path):
    (tmp_path / "labels.jsonl").write_text(json.dumps({"question": "what did Huseynli say?"}), encoding="utf-8")
    printed = run("misspelling", sample_folder, "--questions", tmp_path / "labels.jsonl", "--others", SAMPLES)
    right, of = map(int, re.search(r"^names: (\d+) of (\d+) read right", printed, re.MULTILINE).groups())
    assert right > of / 2
    assert re.search(r"^words of the texts: 0 of \d+ read otherwise$", printed, re.MULTILINE)
    assert "labels.jsonl: 0 of 1 read otherwise" in printed
    assert re.search(r"^names that are not there: 0 of \d+ read otherwise$", printed, re.MULTILINE)


@pytest.fixture
def sample_labels(tmp_path: Path) -> Path:
    """The questions about the samples, with their facts as the evidence for an answer."""
    rows = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    labelled = [row | {"evidence": ". ".join(chain(*row["facts"]))} for row in rows if "facts" in row]
    target = tmp_path / "labels.jsonl"
    target.write_text("\n".join(map(json.dumps, labelled)), encoding="utf-8")
    return target


def test_train_answers(sample_folder, sample_labels, tmp_path, monkeypatch, capsys):
    train = pytest.importorskip("benchmarks.train_answers")
    # The weights are written beside it.
    monkeypatch.setattr(train.score_sentences, "__file__", str(tmp_path / "score_sentences.py"))
    train.main([str(sample_folder), str(sample_labels)])
    assert "area under the curve" in capsys.readouterr().out
    weights = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert list(weights["sentence"])[1:] == list(train.score_sentences.SIGNS)


def test_calibrate(sample_folder, sample_labels, tmp_path, monkeypatch, capsys):
    calibrate = pytest.importorskip("benchmarks.calibrate")
    (tmp_path / "answers.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(calibrate.score_sentences, "__file__", str(tmp_path / "score_sentences.py"))
    calibrate.main([str(sample_folder), str(sample_labels)])
    assert re.search(r"^by folds: [1-9]\d* questions, .* expected calibration error", capsys.readouterr().out)
    weights = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert list(weights["right"])[1:] == list(calibrate.SIGNS)


def test_verify_replies(run, sample_folder, tmp_path):
    reply = "Elchin Huseynli met Econoff on February 2 in Baku. [10BAKU79 ¶1]"
    row = {"id": "a", "shown": ["10BAKU79 ¶1", "10BAKU79 ¶2"], "reply": reply}
    (tmp_path / "replies.jsonl").write_text(json.dumps(row), encoding="utf-8")
    printed = run("verify_replies", tmp_path / "replies.jsonl", sample_folder)
    assert re.search(r"^marked 0 of 1 ", printed, re.MULTILINE)
    assert re.search(r"^caught [1-9]\d* of [1-9]\d* ", printed, re.MULTILINE)


def test_reading(sample_folder, tmp_path, capsys):
    reading = pytest.importorskip("benchmarks.reading.__main__")
    rows = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row | {"evidence": ". ".join(chain(*row.get("facts", ())))} for row in rows if "gold" in row]
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    cache, learnt = str(tmp_path / "cache"), str(tmp_path / "learnt")
    reading.main(["collect", str(sample_folder), str(tmp_path / "labels.jsonl"), cache])
    reading.main(["teach", cache, "--to", learnt, "--passes", "1", "--width", "16", "--blocks", "1"])
    reading.main(["measure", cache, "--with", learnt])
    printed = capsys.readouterr().out
    assert re.search(r"^pass 1: loss \d", printed, re.MULTILINE)
    assert printed.count("answering sentence first") == 2
    assert SentenceReader.of(load_file(Path(learnt) / WEIGHTS)).weights["score.weight"].shape == (1, 16)


def test_train_speakers(cables, tmp_path, monkeypatch, capsys):
    train = pytest.importorskip("benchmarks.train_speakers")
    monkeypatch.setattr(train.tagger, "__file__", str(tmp_path / "tagger.py"))
    read = [parse_cable(path.read_text(encoding="utf-8")) for path in sorted(cables.glob("*.txt"))]
    (tmp_path / "labels.jsonl").write_text("\n".join(labels(read)), encoding="utf-8")
    train.main(str(tmp_path / "labels.jsonl"), str(cables))
    assert re.match(r"[1-9]\d* signs of units and [1-9]\d* of candidates weighed", capsys.readouterr().out)
    assert json.loads((tmp_path / "speakers.json").read_text(encoding="utf-8"))["signs"]
    train.main("--folds", str(tmp_path / "labels.jsonl"), str(cables))
    assert "in capitals, at least 0.45 sure: speakers: precision" in capsys.readouterr().out


def test_learn_letter_case(cables, tmp_path, monkeypatch, capsys):
    learn = pytest.importorskip("benchmarks.learn_letter_case")
    monkeypatch.setattr(learn.letter_case, "__file__", str(tmp_path / "letter_case.py"))
    learn.main(str(cables))
    assert re.match(r"[1-9]\d* small, ", capsys.readouterr().out)
    assert " said " in (tmp_path / "letter_case.txt").read_text(encoding="utf-8")


def labels(cables: list[Cable]) -> list[str]:
    """Return labels for all paragraphs of some cables, as the weights that there are would give them."""
    rows = []
    for cable in cables:
        reported = statements(cable)
        for paragraph in cable.paragraphs:
            end = paragraph.text
            sentences = [
                {"text": end[each.start : each.end], "kind": each.kind, "speaker": each.speaker}
                for each in reported
                if each.ordinal == paragraph.ordinal
            ]
            rows.append(json.dumps({"cable": cable.id, "paragraph": paragraph.number, "sentences": sentences}))
    return rows


def test_fuzz(tmp_path):
    needs("atheris", "atheris")
    ended("fuzz", tmp_path / "corpus", "-runs=3", "-timeout=20", "-max_len=2000")
    assert any((tmp_path / "corpus").iterdir())


def test_fidelity_accounts_for_each_character_of_each_form(run, cables, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))  # where none of the programs is
    printed = run("fidelity", *sorted(cables.iterdir()), "--only", "docx", "mbox", "7z")
    assert printed.count("soffice is not installed: left out") == 1
    assert printed.count("7z is not installed: left out") == 1
    assert len(re.findall(r"^mbox, .+ python +([\d,]+) +\1 +0 +0 +0$", printed, re.MULTILINE)) == 4


def test_what_is_lost_garbled_or_added_is_counted():
    accounted = importlib.import_module("fidelity").accounted
    assert accounted("the harvest was good", "the harvest  was\ngood") == {"found": 17}
    assert accounted("it cost “5 euros” then", "it cost ?5 euros? more then") == {
        "found": 16,
        "garbled": 2,
        "added": 4,
    }
    assert accounted("one two three", "one three") == {"found": 8, "lost": 3}


def test_mutated_files():
    assert "\n12 files: 0 faults\n" in ended("mutated_files", "--files", 12)


def test_scans():
    if engine() is None:
        pytest.skip("Tesseract or pypdfium2 is not installed")
    printed = ended("scans", SAMPLES, "--pages", 1, "--quality", "noisy")
    assert re.search(
        r"^noisy +1 pages, \d\.\d% of \d+ words wrong, confidence 0\.\d\d .* s a page", printed, re.MULTILINE
    )


def test_every_benchmark_has_a_test_here():
    own = Path(__file__).read_text(encoding="utf-8")
    scripts = {path.stem for path in BENCHMARKS.glob("*.py") if "__main__" in path.read_text(encoding="utf-8")}
    tried = set(re.findall(r"""(?:run|ended)\(\s*"(\w+)"|benchmarks\.(\w+)""", own))
    by_others = {"stock", "with_reftel"}  # by filling.py
    assert scripts - by_others == scripts & set(chain(*tried))
