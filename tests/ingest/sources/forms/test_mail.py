"""E-mail: the cable in a message, what is attached, and mailboxes as Thunderbird keeps them."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from growing import MOST, growth
from written_forms import word, word_body, zipped

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.domain.refusals import NO_CABLE_IN_MESSAGE
from ingest.sources.read_source import contents

CABLE = "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The “harvest” was good.\n"
OTHER = CABLE.replace("79", "80")


def message(text: str = "", subject: str = "Fwd: 10BAKU79", **attached: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "jo@example.org", "ada@example.org", "<1@example.org>"
    mail["Date"], mail["Subject"] = "Thu, 04 Feb 2010 13:05:00 +0000", subject
    mail.set_content(text)
    for name, data in attached.items():
        mail.add_attachment(data, "application", "octet-stream", filename=name.replace("_", "."))
    return mail


def of(path: Path, content: bytes) -> list[Document | Failure | PassedOver]:
    path.write_bytes(content)
    return list(contents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mail.eml"


@pytest.mark.parametrize("coded", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "koi8-r"])
def test_the_text_of_a_message_is_the_cable_and_its_subject_the_name(path: Path, coded: str, charset: str):
    text = CABLE if charset == "utf-8" else CABLE.replace("“harvest”", "Жатва" if charset == "koi8-r" else "Señor")
    mail = message()
    mail.set_content(text, charset=charset, cte=coded)
    (document,) = of(path, mail.as_bytes())
    assert (document.text, document.name) == (text, "10BAKU79")


def test_files_that_are_attached_are_read_by_their_kinds(path: Path):
    mail = message("See below.", "the cables", **{
        "10BAKU79_txt": CABLE.encode(),
        "10BAKU80_docx": word(word_body(OTHER.splitlines())),
        "more_zip": zipped({"10BAKU81.txt": CABLE.replace("79", "81")}),
        "map_jpg": b"\xff\xd8",
    })  # fmt: skip
    found = of(path, mail.as_bytes())
    assert [each.name for each in found if isinstance(each, Document)] == ["10BAKU79", "10BAKU80", "10BAKU81"]
    assert [each.place for each in found if isinstance(each, PassedOver)] == [f"{path}: map.jpg"]


def test_a_message_that_is_attached_is_read_too(path: Path):
    outer = message("Forwarded.")
    outer.add_attachment(message(CABLE))
    (document,) = of(path, outer.as_bytes())
    assert (document.place, document.text) == (f"{path}: message.eml", CABLE)


def test_a_message_that_is_a_page_is_read_as_one(path: Path):
    mail = message()
    mail.set_content("".join(f"<p>{line}</p>" for line in CABLE.splitlines()), subtype="html")
    (document,) = of(path, mail.as_bytes())
    assert document.text == CABLE


def test_a_message_without_a_cable_is_refused_in_a_line(path: Path):
    (failure,) = of(path, message("At noon?", "lunch").as_bytes())
    assert failure.reason == NO_CABLE_IN_MESSAGE


def mailbox(*mails: EmailMessage) -> bytes:
    box = b""
    for mail in mails:
        lines = mail.as_bytes().splitlines(keepends=True)
        stuffed = (b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
        box += b"From - Thu Feb 04 13:05:00 2010\nX-Mozilla-Status: 0001\n" + b"".join(stuffed) + b"\n"
    return box


@pytest.mark.parametrize("name", ["Cables.mbox", "Cables"])
def test_each_message_of_a_mailbox_is_read(tmp_path: Path, name: str):
    from_here = CABLE + "\nFrom 9:00 on 4 Feb 2010\nthe ferry ran.\n\nFrom here on it rained.\n"
    path = tmp_path / name
    found = of(path, mailbox(message(from_here), message("Lunch?", "lunch"), message(OTHER, "10BAKU80")))
    assert [each.place for each in found] == [f"{path}, message {number}" for number in (1, 2, 3)]
    assert [each.name for each in found if isinstance(each, Document)] == ["10BAKU79", "10BAKU80"]
    assert found[0].text == from_here
    assert isinstance(found[1], PassedOver)


def test_a_mailbox_without_suffix_is_found_in_a_folder(tmp_path: Path):
    (tmp_path / "Inbox").write_bytes(mailbox(message(CABLE)))
    (document,) = contents(tmp_path)
    assert document.name == "10BAKU79"


def nested(depth: int) -> bytes:
    mail = message(CABLE)
    for _ in range(depth):
        outer = message("x", "x")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


DEEP = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a0\n\n" + b"".join(
    b"--a%d\nContent-Type: multipart/mixed; boundary=a%d\n\n" % (number, number + 1) for number in range(10_000)
)
FLAT = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 10_000 + b"--a--\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (nested(4), "is attached to a message inside 2 archives or messages"),
        (b"", "is empty"),
        (b"\0\xff" * 99, "is a message without a cable"),
        (DEEP, ""),
        (FLAT, "has more than 1,000 parts, more than any message"),
        (b"Subject: " + b"=?utf-8?q?" * 9_000 + b"\n\nx", "is a message without a cable"),
        (
            b"Content-Type: text/plain; charset=\xff\xfe\nContent-Transfer-Encoding: base64\n\n!!!",
            "without a cable",
        ),
        (message("x", a_eml=b"x").as_bytes().replace(b"base64", b"x-uuencode"), ""),
    ],
)
def test_what_is_broken_or_nested_is_told_in_a_line_and_the_rest_is_read(
    tmp_path: Path, content: bytes, reason: str
):
    (tmp_path / "a.eml").write_bytes(content)
    (tmp_path / "b.eml").write_bytes(message(CABLE).as_bytes())
    *told, document = contents(tmp_path)
    assert any(reason in each.reason for each in told)
    assert not any("please report" in each.reason or "\n" in each.reason for each in told)
    assert document.name == "10BAKU79"


@pytest.mark.parametrize("header", ["Content-Type: text/plain; ", "Content-Disposition: inline; ", "Subject: "])
@pytest.mark.parametrize("unit", [";", "a=b;", "=?utf-8?q?a?= "])
def test_a_message_takes_as_long_as_it_is(path: Path, header: str, unit: str):
    def read(text: str) -> None:
        of(path, f"{header}{text}\nMIME-Version: 1.0\n\n{CABLE}".encode())

    assert growth(read, lambda length: unit * (length // len(unit)), 100_000) <= MOST


def test_what_is_packed_in_a_message_counts_for_the_whole_input(path: Path):
    bomb = zipped({f"{number}.txt": b"0" * (15 << 20) for number in range(8)})
    found = of(path, message("x", "x", bomb_zip=bomb).as_bytes())
    assert not [each for each in found if isinstance(each, Document)]
    assert [each for each in found if "larger than reftel reads from one input" in each.reason]


def test_a_name_of_an_attachment_leads_nowhere(path: Path):
    encoded = base64.b64encode(CABLE.encode()).decode()
    head = (
        'Content-Disposition: attachment; filename="../../etc/10BAKU79.txt"\nContent-Transfer-Encoding: base64\n'
    )
    (document,) = of(path, f"MIME-Version: 1.0\nContent-Type: application/x; name=x\n{head}\n{encoded}\n".encode())
    assert (document.place, document.name) == (f"{path}: 10BAKU79.txt", "10BAKU79")
