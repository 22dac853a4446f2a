"""Documents as word processors, spreadsheets, e-book makers and mail programs write them, as small as can be."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def word_body(lines: Sequence[str]) -> bytes:
    """Return the main part of a Word document with these paragraphs; one that begins with "<" is XML as it is."""
    body = "".join(
        line if line.startswith("<") else f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in lines
    )
    return f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def word(body: bytes, **parts: str) -> bytes:
    """Return a Word document of a main part and others by their names: numbering, footnotes, styles."""
    others = {f"word/{name}.xml": f"<w:{name} {W}>{inside}</w:{name}>" for name, inside in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body, **others})


def sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the cells of a sheet, its texts in place."""
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
            for at, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def workbook(cells: bytes) -> bytes:
    """Return an Excel workbook of one sheet with these cells."""
    office = "http://schemas.openxmlformats.org"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/2006/main" '
            f'xmlns:r="{office}/officeDocument/2006/relationships"><sheets>'
            '<sheet name="Cables" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument/2006/relationships/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": cells,
        }
    )


def book(chapters: Mapping[str, str | bytes], title: str = "Cables", **more: str | bytes) -> bytes:
    """Return an e-book of these chapters by their paths."""
    items = "".join(
        f'<item id="c{number}" href="{path}" media-type="application/xhtml+xml"/>'
        for number, path in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{title}</dc:title></metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OPS/book.opf": package}
    return zipped(members | {f"OPS/{path}": chapter for path, chapter in chapters.items()} | more)


def chapter(lines: Sequence[str]) -> str:
    """Return a chapter with a paragraph for each line."""
    return f"<html><body>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</body></html>"


_OPEN_NAMES = ("office", "style", "text", "table", "draw")
OPEN = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _OPEN_NAMES)


def open_document(body: str, styles: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """Return what LibreOffice saves as text, of a body in its elements."""
    return open_file(open_content(f"<office:text>{body}</office:text>", styles), "text", parts)


def open_spreadsheet(rows: Sequence[Sequence[str]] | str) -> bytes:
    """Return what LibreOffice saves as a spreadsheet, of one sheet; its rows may be in elements."""
    if not isinstance(rows, str):
        rows = "".join(f"<table:table-row>{''.join(map(open_cell, row))}</table:table-row>" for row in rows)
    sheet = f'<table:table table:name="Cables">{rows}</table:table>'
    return open_file(open_content(f"<office:spreadsheet>{sheet}</office:spreadsheet>"), "spreadsheet")


def open_cell(text: str) -> str:
    """Return a cell of a table."""
    return f"<table:table-cell>{open_paragraphs(text.splitlines())}</table:table-cell>"


def open_paragraphs(lines: Sequence[str]) -> str:
    """Return a paragraph for each line."""
    return "".join(f"<text:p>{escape(line, quote=False)}</text:p>" for line in lines)


def open_content(body: str, styles: str = "") -> bytes:
    """Return the main part of an OpenDocument file."""
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    body = f"<office:body>{body}</office:body>"
    return f"<office:document-content {OPEN}>{styles}{body}</office:document-content>".encode()


def open_file(content: bytes, kind: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return an OpenDocument file of its main part; its kind stands at its beginning, not packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        for name, data in {
            "content.xml": content,
            "META-INF/manifest.xml": "<manifest/>",
            **(parts or {}),
        }.items():
            archive.writestr(name, data)
    return packed.getvalue()


def rich_text(lines: Sequence[str]) -> bytes:
    """Return rich text with these paragraphs, as Word writes it."""

    def written(char: str) -> str:
        if char in "\\{}":
            return f"\\{char}"
        return char if char.isascii() else "".join(f"\\u{unit}?" for unit in _units(char))

    body = "".join("".join(map(written, line)) + "\\par\n" for line in lines)
    fonts = "{\\fonttbl{\\f0\\fnil\\fcharset0 Courier New;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\\pard\\f0 {body}}}".encode()


def _units(char: str) -> list[int]:
    data = char.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2], "big", signed=True) for at in range(0, len(data), 2)]
