"""A page of a workspace as Markdown, with footnotes as GitHub and Pandoc know them. A pure function."""

from assistant.notebook.written_page import Footnote, PageBlock, WrittenPage
from ui.rendering.escaping import markdown_text
from ui.rendering.templates import one_line


def page_markdown(page: WrittenPage) -> str:
    """Return a page as Markdown; whatever a cable or the reader wrote stays text."""
    notes = [f"[^{each.number}]: {markdown_text(one_line(each.text))}" for each in page.footnotes]
    return "\n\n".join([f"# {markdown_text(page.title)}", *map(_block, page.blocks), *notes]) + "\n"


def _block(block: PageBlock) -> str:
    text = "".join(
        f"[^{each.number}]" if isinstance(each, Footnote) else markdown_text(each) for each in block.pieces
    )
    match block.kind:
        case "heading":
            return f"## {text}"
        case "quotation":
            return "\n".join(f"> {line}" for line in text.splitlines())
        case "remark":
            return f"*{text}*"
        case _:
            return text.replace("\n", "  \n")  # a line's end is kept by two blanks
