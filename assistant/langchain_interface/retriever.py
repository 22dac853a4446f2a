"""Retrieval as a LangChain retriever, for chains and for callbacks."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answer import Passage
from assistant.answering import Reach
from assistant.kinds.cable_header import headers
from assistant.kinds.inquiry import Inquiry
from assistant.question import question_limits
from assistant.question.understand import Question, understand
from assistant.retrieval.part_passages import DEEP, WIDE, part_passages
from assistant.retrieval.retrieve import DEPTH, LIMIT, retrieve
from ingest import Library
from ingest.domain.filters import Filters


class CableRetriever(BaseRetriever):
    """reftel's retrieval as a LangChain retriever: `invoke(question, where=Filters(...), limit=5)`.

    Raises QuestionError where the question is too long.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        question: Question | None = None,
        where: Filters | None = None,
        limit: int = LIMIT,
        reach: Reach = "best",
    ) -> list[Document]:
        passages: list[Passage] = []
        if question is None:
            question_limits.check(query)
            passages = headers(Inquiry(self.library, query, where=where or Filters()))[:limit]
        if question and reach == "parts":
            passages = part_passages(self.library, question, where or Filters())
        limit, depth = (WIDE, DEEP) if reach == "many" else (limit, DEPTH)
        passages = passages or retrieve(
            self.library, question or understand(query), where or Filters(), limit, depth
        )
        return [document(passage) for passage in passages]


_FACTS = ("cable", "paragraph", "ordinal", "score", "section", "marking", "subject", "date", "origin", "why")


def document(passage: Passage) -> Document:
    """Return a passage as LangChain's Document: the label as its id, the rest as metadata."""
    facts = {name: getattr(passage, name) for name in _FACTS}
    return Document(id=passage.label, page_content=passage.text, metadata=facts)


def passage(document: Document) -> Passage:
    """Return the passage that `document` was made of."""
    return Passage(text=document.page_content, **document.metadata)
