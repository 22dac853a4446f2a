"""Volumes of Foreign Relations of the United States: their telegrams and nothing else."""

from pathlib import Path

import pytest

from ingest.domain.documents import Document, Failure, PageFacts
from ingest.parsing.parser import parse_cable
from ingest.sources.forms import frus_volume
from ingest.sources.read_source import documents

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1964-68v99">
 <teiHeader><fileDesc><titleStmt><title>An invented volume</title></titleStmt></fileDesc></teiHeader>
 <text><body>
  <div type="chapter" xml:id="ch1"><head>Grain</head>
   <div type="document" xml:id="d1" n="1"><head>1. Memorandum of Conversation</head><p>Not a telegram.</p></div>
   <div type="document" xml:id="d2" n="2"
     frus:doc-dateTime-min="1967-03-02T09:30:00-05:00" frus:doc-dateTime-max="1967-03-02T09:30:00-05:00">
    <head>2. Telegram From the <gloss type="from">Embassy in Italy</gloss> to the
      <gloss type="to">Department of State</gloss>
      <note n="1" type="source">Source: National Archives, RG 59. Secret; Immediate; Exdis.</note></head>
    <dateline><placeName>Rome</placeName>, <date when="1967-03-02">March 2, 1967, 1430Z</date>.</dateline>
    <list type="subject"><head>SUBJECT</head><item>Grain &amp; bread<note n="2">Sic.</note></item></list>
    <p>4410. 1. Minister said <pb n="17" xml:id="pg_17"/>that <persName>Rossi</persName>'s harvest
      was poor.<note n="3">See Document 1.</note></p>
    <p>2. He wanted: <list><label>(a)</label><item>ships;</item><label>(b)</label><item>credit.</item></list></p>
    <closer><signed><hi rend="strong">Bianchi</hi></signed></closer>
   </div>
   <div type="document" xml:id="d3" n="3"
     frus:doc-dateTime-min="1967-03-03T00:00:00-05:00" frus:doc-dateTime-max="1967-03-03T23:59:59-05:00">
    <head>3. Airgram From the Department of State to the Embassy in Italy</head><p>A–60. No ships.</p>
   </div>
  </div>
 </body></text>
</TEI>
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "volume.xml"


def test_telegrams_and_airgrams_are_read_and_memoranda_passed_over(path: Path):
    path.write_text(VOLUME, encoding="utf-8")
    telegram, airgram = documents(path)
    assert telegram == Document(
        f"{path}, d2",
        "2. Telegram From the Embassy in Italy to the Department of State\n\n"
        "Rome, March 2, 1967, 1430Z.\n\n"
        "SUBJECT: Grain & bread\n\n"
        "4410. 1. Minister said [Page 17] that Rossi's harvest was poor.\n\n"
        "2. He wanted:\n(a) ships;\n(b) credit.\n\n"
        "Bianchi\n",
        name="frus1964-68v99/d2",
        page=PageFacts(date="1967-03-02T14:30Z", classification="SECRET", origin="Embassy in Italy"),
    )
    assert airgram.name == "frus1964-68v99/d3"
    assert airgram.page == PageFacts(date="1967-03-03", origin="Department of State")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE TEI SYSTEM "http://localhost/tei.dtd">',
    ],
)
def test_entities_are_never_expanded(path: Path, declared: str):
    path.write_text(
        VOLUME.replace("<TEI", declared + "<TEI", 1).replace("Rome", "&b;" if "&a;" in declared else "X")
    )
    (failure,) = documents(path)
    assert isinstance(failure, Failure)
    assert "refused" in failure.reason


def test_a_volume_that_breaks_off_gives_what_stands_before(path: Path):
    path.write_text(VOLUME[: VOLUME.index("A–60")], encoding="utf-8")
    telegram, failure = documents(path)
    assert telegram.name == "frus1964-68v99/d2"
    assert "well-formed" in failure.reason


def test_markup_with_gaps_is_read_as_far_as_it_goes(path: Path):
    text = VOLUME.replace('<head>SUBJECT</head><item>Grain &amp; bread<note n="2">Sic.</note></item>', "")
    path.write_text(text.replace(' xml:id="d2"', "").replace('doc-dateTime-min="1967-03-02T', 'other="'))
    telegram, _ = documents(path)
    assert telegram.name == "frus1964-68v99/2"
    assert telegram.page.date == "1967-03-02"  # as the date line has it


@pytest.mark.parametrize("text", ["<div type='document'><head>1. Telegram</head></div>", "<rss/>", "<a>" * 500])
def test_other_xml_says_that_it_is_no_volume(path: Path, text: str):
    path.write_text(text)
    (failure,) = documents(path)
    assert isinstance(failure, Failure)


def test_what_is_read_does_not_stay_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch):
    begin, end = (
        VOLUME.index('   <div type="document" xml:id="d1"'),
        VOLUME.index('   <div type="document" xml:id="d2"'),
    )
    path.write_text(VOLUME[:end] + VOLUME[begin:end] * 2000 + VOLUME[end:], encoding="utf-8")
    children: list[int] = []
    real = frus_volume._documents

    def watched(source):
        for element in real(source):
            children.append(sum(1 for _ in element.iter()))
            yield element

    monkeypatch.setattr(frus_volume, "_documents", watched)
    assert len(list(documents(path))) == 2
    assert max(children[1:]) < 40


def test_the_parser_reads_the_telegram_out_of_the_volume(path: Path):
    path.write_text(VOLUME, encoding="utf-8")
    telegram, _ = documents(path)
    cable = parse_cable(telegram.text, name=telegram.name, page=telegram.page)
    assert (cable.id, cable.origin, cable.date) == ("frus1964-68v99/d2", "Embassy in Italy", "1967-03-02T14:30Z")
    assert (cable.subject, cable.signature, cable.classification) == ("Grain & bread", "Bianchi", "SECRET")
    assert cable.paragraphs[0].text.endswith("Minister said that Rossi's harvest was poor.")


EARLIER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1947v99">
<text><body><div type="compilation"><head>Lighthouses</head>{}</div></body></text></TEI>"""
SYLDAVIA = """<div type="document" xml:id="d4" n="4" frus:doc-dateTime-min="1947-05-02T16:00:00-05:00"
 frus:doc-dateTime-max="1947-05-02T16:00:00-05:00">
<note rend="inline" type="source">860Z.24/5–247: {noted}</note>
<head>{number}<hi rend="italic">The Minister in Syldavia</hi> (<persName type="from">Hart</persName>)
 <hi rend="italic">to the <gloss type="to">Secretary of State</gloss></hi><note n="1">Repeated to Paris.</note></head>
<opener><seg rendition="#left"><hi rend="smallcaps">{level}</hi></seg>
<dateline><placeName><hi rend="smallcaps">Klow</hi></placeName>, <date when="1947-05-02T22:00:00+01:00">May 2,
 1947—10 p. m.</date><lb/>[Received May 3—4:10 a. m.]</dateline></opener>
<p>77. Lamp of north tower failed.</p><p>Keeper asks for oil.</p>
<closer><signed><hi rend="smallcaps">Hart</hi></signed></closer></div>"""
PLAIN = {"noted": "Telegram", "number": "", "level": "secret"}


def parsed(path: Path):
    return [parse_cable(each.text, name=each.name, page=each.page) for each in documents(path)]


@pytest.mark.parametrize("noted", ["Telegram", "Circular telegram", "Airgram", "Telegram (part air)"])
@pytest.mark.parametrize("number", ["", "No. 4<lb/>"])
def test_before_1955_the_source_note_says_that_a_document_is_a_telegram(path: Path, noted: str, number: str):
    path.write_text(EARLIER.format(SYLDAVIA.format(noted=noted, number=number, level="secret<lb/>priority")))
    (cable,) = parsed(path)
    assert (cable.id, cable.origin, cable.to) == (
        *("frus1947v99/d4", "Minister in Syldavia"),
        ("Secretary of State",),
    )
    assert (cable.date, cable.classification, cable.signature) == ("1947-05-02", "SECRET", "Hart")
    assert [each.text for each in cable.paragraphs] == ["Lamp of north tower failed.", "Keeper asks for oil."]


@pytest.mark.parametrize("noted", ["Despatch", "Memorandum on a telegram of May 1", "Letter: telegram not found"])
def test_a_source_note_that_only_mentions_telegrams_makes_none(path: Path, noted: str):
    path.write_text(EARLIER.format(SYLDAVIA.format(**PLAIN | {"noted": noted})))
    (failure,) = documents(path)
    assert "has no telegrams" in failure.reason


def test_restricted_was_a_level_then(path: Path):
    path.write_text(EARLIER.format(SYLDAVIA.format(**PLAIN | {"level": "restricted"})))
    assert parsed(path)[0].classification == "RESTRICTED"


@pytest.mark.parametrize(
    "above",
    [
        "<opener><seg>[Telegram]</seg></opener>",
        "<p>[Telegram—Paraphrase.]</p>",
        '<p rend="flushleft">No. 17]</p><p rend="center">[Telegram.]</p>',
    ],
)
def test_a_line_above_the_text_makes_a_telegram_too(path: Path, above: str):
    document = f"""<div type="document" xml:id="d9"><note rend="inline" type="source">File No. 860z.00/2</note>
    <head>Consul Vane to the Secretary of State.</head>{above}
    <opener><dateline>Klow, <date when="1911-03-02T09:00:00">March 2, 1911, 9 a.m.</date></dateline></opener>
    <p>Tower fell.</p><closer><signed>Vane</signed></closer></div>"""
    path.write_text(EARLIER.format(document))
    (cable,) = parsed(path)
    assert (cable.origin, cable.date) == ("Consul Vane", "1911-03-02")
    assert [each.text for each in cable.paragraphs] == ["Tower fell."]


@pytest.mark.parametrize("post", ["Legation of the United States", "American Embassy", "Department of State"])
def test_where_it_was_sent_from_may_stand_above_the_place_and_the_year_be_an_early_one(path: Path, post: str):
    document = f"""<div type="document" xml:id="d9"><head>Mr. Vane to Mr. Olde.</head>
    <opener><seg>[Telegram.]</seg><dateline><placeName>{post},<lb/>Klow</placeName>,
    <date when="1897-07-23">July 23, 1897</date>.</dateline></opener><p>Tower fell.</p></div>"""
    path.write_text(EARLIER.format(document))
    (cable,) = parsed(path)
    assert (cable.origin, cable.date) == ("Mr. Vane", "1897-07-23")
    assert [each.text for each in cable.paragraphs] == ["Tower fell."]


def test_the_title_of_an_article_is_not_that_of_a_printed_telegram():
    text = "President Hart to Visit Klow\n\nKlow, May 2, 2007\n\nUNCLAS KLOW 000004\n\nSUBJECT: VISIT\n\n1. He comes.\n"
    assert parse_cable(text, name="07KLOW4").origin is None
