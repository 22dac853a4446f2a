"""The embedding model of a library as LangChain's Embeddings, for those who query its collection themselves."""

from langchain_core.embeddings import Embeddings

from ingest import Library


class CableEmbeddings(Embeddings):
    """Embeds texts as the library embeds questions and paragraphs: unit vectors."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vector of each text."""
        return [vector.tolist() for vector in self._library.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]
