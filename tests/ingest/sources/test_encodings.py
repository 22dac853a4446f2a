"""Whatever program wrote a text, it is read as it was meant; what is no text is refused in words."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.domain.documents import Document, Failure
from ingest.sources.encodings import decode
from ingest.sources.folder_walk import files, place_of
from ingest.sources.formats import KINDS
from ingest.sources.limits import LARGEST_TEXT
from ingest.sources.read_source import documents

TEXT = "1. (C) “Señor Peña” – who didn’t come – paid 5 €.\n"
CABLE = "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n" + TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_an_encoding_is_found(encoding: str, ends: str):
    assert decode(CABLE.replace("\n", ends).encode(encoding)) == CABLE


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1251", "Посол заявил, что паром не придёт до весны, и уехал в порт."),
        ("koi8_r", "Посол заявил, что паром не придёт до весны, и уехал в порт."),
        ("cp1250", "Starosta Małecki i pani Wójcik z Łodzi mówili o przyszłości przystani."),
        ("cp1253", "Ο δήμαρχος είπε ότι το πλοίο δεν θα έρθει πριν από την άνοιξη."),
        ("mac_roman", "“No,” he said; “Señor Peña’s ferry won’t come.”"),
    ],
)
def test_another_encoding_is_guessed_and_told(tmp_path: Path, caplog, encoding: str, said: str):
    text = CABLE.replace(TEXT, f"1. (C) {said}\n")
    path = tmp_path / "10BAKU79.txt"
    path.write_bytes(text.encode(encoding))
    (document,) = documents(path)
    assert document.text == text
    assert caplog.messages == [f"{path}: its encoding was guessed from its words: {encoding}"]


def test_windows_1252_is_no_guess(tmp_path: Path, caplog):
    path = tmp_path / "10BAKU79.txt"
    path.write_bytes(CABLE.encode("cp1252"))
    assert next(iter(documents(path))).text == CABLE
    assert caplog.messages == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_characters_of_two_bytes_need_no_mark(encoding: str):
    assert decode(CABLE.encode(encoding)) == CABLE


def test_bytes_that_windows_1252_leaves_out_are_latin_1():
    assert decode("Peña\x81\x9d".encode("latin-1")) == "Peña\x81\x9d"


@pytest.mark.parametrize("text", [TEXT, "don’t", "Perú", "MÚSICA", "Союз", "“so”"])
def test_a_text_that_was_encoded_twice_is_decoded_twice(text: str):
    twice = "".join(bytes([b]).decode("cp1252", "gaps") for b in text.encode())
    assert decode(twice.encode()) == text


@pytest.mark.parametrize(
    "text", ["“CAFÉ”", "SÃO PAULO", "5 £ à 3 €", "Ñandú – ÂME", "naïve â€™ and “right”", "Ãlvarez Peña"]
)
def test_a_text_that_is_right_stays_as_it_is(text: str):
    assert decode(text.encode()) == text


def test_nul_bytes_are_dropped():
    assert decode(b"GR\0AIN\0") == "GRAIN"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeffÂÃÐÑâ")))
def test_text_without_the_signs_of_a_second_encoding_is_never_changed(text: str):
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\r\n \0\0", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0" * 9, "is not text"),
        ("a.txt", b"%PDF-1.4 and so on", "is not a PDF file"),
        ("a.html", b"<p>No cable</p>", "without the text of a cable"),
        ("a.txt", b"x" * (LARGEST_TEXT + 1), "more than any cable"),
        ("a.pages", b"x", "is of a type that reftel does not read; it reads .txt"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str):
    path = tmp_path / name
    path.write_bytes(data)
    (failure,) = documents(path)
    assert isinstance(failure, Failure)
    assert failure.place == str(path)
    assert reason in failure.reason


def test_a_text_of_any_size_is_refused_before_it_fills_the_memory(tmp_path: Path):
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(500 << 20)  # a hole: 500 MiB that take no room
    (failure,) = documents(path)
    assert "MiB" in failure.reason


def test_a_folder_is_walked_in_order_and_once(tmp_path: Path):
    for name in ("b.txt", "a/z.txt", "a/c.TXT", "a/map.jpg", ".hidden/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(CABLE)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = [each for each in files(tmp_path) if isinstance(each, Path)]
    assert found == [tmp_path / "a" / "c.TXT", tmp_path / "a" / "z.txt", tmp_path / "b.txt"]
    assert [each.name for each in documents(tmp_path)] == ["c", "z", "b"]


def test_what_is_no_file_is_a_failure_and_nothing_waits_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    reasons = {Path(each.place).name: each.reason for each in documents(tmp_path)}
    assert set(reasons) == {"pipe.txt", "gone.txt", "self.txt"}
    assert "pipe" in reasons["pipe.txt"]
    assert "broken link" in reasons["gone.txt"]
    assert "no such file" in next(iter(documents(tmp_path / "nowhere"))).reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_failure(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(CABLE)
    path.chmod(0)
    (failure,) = documents(tmp_path)
    assert "Permission denied" in failure.reason


def test_a_name_in_another_encoding_is_told_in_printable_characters(tmp_path: Path):
    path = os.fsencode(tmp_path) + b"/Pe\xf1a\n.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write(CABLE)
    (document,) = documents(tmp_path)
    assert document.place == f"{tmp_path}/Pe\\udcf1a\\n.txt"
    assert document.name == "Pe\\udcf1a\\n"
    assert place_of("Peña – 1.txt") == "Peña – 1.txt"
    json.dumps([document.place, document.name]).encode()


def _archive(kind: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("10BAKU79.txt", CABLE)
    return held.getvalue() if kind == ".zip" else gzip.compress(CABLE.encode())


WHOLE = {kind: _archive(kind) if kind in {".zip", ".gz"} else CABLE.encode() for kind in KINDS} | {
    ".html": f"<pre>{CABLE}</pre>".encode(),
    ".csv": b'"1","2/4/2010 13:05","10BAKU79","Embassy Baku","C","","FM X","1. (C) No."\n' * 3,
    ".pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF",
    ".xml": b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><div type="document"><head>1. Telegram</head></div></TEI>',
    ".jsonl": b'{"id": "10BAKU79", "post": "BAKU", "raw": ""}\n',
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_under_any_suffix_raise(tmp_path: Path, kind: str, data: st.DataObject):
    whole = WHOLE[kind]
    cut = data.draw(st.integers(0, len(whole)))
    until = data.draw(st.integers(cut, min(len(whole), cut + 8)))
    path = tmp_path / f"10BAKU79.txt{kind}"
    path.write_bytes(whole[:cut] + data.draw(st.binary(max_size=64)) + whole[until:])
    for item in documents(path):
        assert isinstance(item, Document | Failure)
        text = item.text if isinstance(item, Document) else item.reason
        text.encode()
        assert "\n" not in item.place


@pytest.mark.parametrize(
    "said",
    [
        "Başkan Özgür Işık, İzmir'de yağışın şiddetli olduğunu söyledi.",
        "Müsteşar Çağlar geldi; ağabeyi gelmedi.",
        "Governor Yağcıoğlu met Mayor Şahin in Muğla.",
        "Minister Günay said that Yıldız had left.",
        "KEMAL KILIÇDAROĞLU SAID SO",
    ],
)
def test_turkish_is_told_from_its_words(tmp_path: Path, caplog, said: str):
    text = CABLE.replace(TEXT, f"1. (C) {said}\n")
    path = tmp_path / "10BAKU79.txt"
    path.write_bytes(text.encode("cp1254"))
    assert next(iter(documents(path))).text == text
    assert caplog.messages == [f"{path}: its encoding was guessed from its words: cp1254"]


@pytest.mark.parametrize(
    "said",
    [
        "Björn Guðmundsson sagði að þorskur væri dýr, og að ýsan væri ódýr.",
        "Þórður Þórarinsson of the Alþingi met Davíð Oddsson.",
        "Señor Peña of São Paulo met Mr. Novotný in Besançon.",
    ],
)
def test_what_is_not_turkish_is_read_as_before(said: str):
    text = CABLE.replace(TEXT, f"1. (C) {said}\n")
    assert decode(text.encode("cp1252")) == text


def test_in_a_cable_of_a_turkish_post_the_doubt_is_turkish():
    text = CABLE.replace("BAKU", "ANKARA").replace(TEXT, "1. (C) Yeni Şafak wrote so.\n")
    assert decode(text.encode("cp1254")) == text
