"""The collection of Chroma, used without reftel: by LangChain's vector store, and by Chroma's own server."""

import chromadb
import pytest
from chroma_server import ChromaServer
from chromadb.config import Settings
from langchain_chroma import Chroma

from assistant import Assistant
from ingest import Library
from ingest.samples import SAMPLES


def opened(folder, **given) -> Library:
    library = Library.open(folder, **given)
    for _ in library.ingest([path for path in SAMPLES.iterdir() if path.name.startswith("10")][:6]):
        pass
    return library


@pytest.fixture(params=["embedded", "a server"])
def library(tmp_path, request, chroma):
    url = chroma.url if request.param == "a server" else None
    made = opened(tmp_path / "library", chroma=url, chroma_texts=True)
    yield made
    made.close()


@pytest.fixture
def store(library, chroma) -> Chroma:
    """LangChain's vector store over the collection, as the documentation shows."""
    if (library.folder / "vectors").exists():
        client = chromadb.PersistentClient(str(library.folder / "vectors"), Settings(anonymized_telemetry=False))
    else:
        client = chromadb.HttpClient(port=int(chroma.url.rpartition(":")[2]))
    return Chroma(library.collection, Assistant(library).embeddings, client=client)


def test_langchain_finds_texts_in_it_with_filters(store):
    found = store.similarity_search("what did Huseynli say about Russia?", k=3, filter={"post": "BAKU"})
    assert found[0].metadata["cable"] == "10BAKU79"
    assert "Huseynli" in found[0].page_content
    assert {each.metadata["post"] for each in found} == {"BAKU"}
    assert store.similarity_search("Russia", filter={"day": {"$lt": 20000101}}) == []


def test_a_retriever_is_made_of_it(store):
    (first, *_) = store.as_retriever(search_kwargs={"k": 2, "filter": {"tags": {"$contains": "PREL"}}}).invoke(
        "Russia"
    )
    assert "PREL" in first.metadata["tags"]


def test_its_metadata_have_the_names_of_the_filters(library, store):
    (said, *_) = store.get(where={"$and": [{"cable": "10BAKU79"}, {"paragraph": 5}]})["metadatas"]
    cable = library.cable("10BAKU79")
    assert said == {
        "cable": "10BAKU79",
        "ordinal": 5,
        "paragraph": 5,
        "post": "BAKU",
        "date": cable.date[:10],
        "day": int(cable.date[:10].replace("-", "")),
        "tags": list(cable.tags),
        "classification": cable.classification,
        "subject": cable.subject,
        "speakers": ["Elchin Huseynli"],
    }


def test_chromas_own_server_opens_the_folder_of_a_library(tmp_path):
    library = opened(tmp_path / "library")
    count = library._parts.vectors.count()
    library.close()
    server = ChromaServer(library.folder / "vectors")
    try:
        collection = chromadb.HttpClient(port=int(server.url.rpartition(":")[2])).get_collection(
            library.collection
        )
        assert collection.count() == count
        assert (
            collection.get(limit=3)["documents"] == [None] * 3
        )  # a text has one home, unless one wants it here too
    finally:
        server.kill()


def test_texts_come_and_go_as_one_wants_it(tmp_path):
    library = opened(tmp_path / "library")
    assert "Huseynli" not in text_of(library)
    library.close()
    library = opened(library.folder, chroma_texts=True)
    assert "Huseynli" in text_of(library)
    library.close()
    library = opened(library.folder)
    assert "Huseynli" in text_of(library)
    library.close()
    library = opened(library.folder, chroma_texts=False)
    assert "Huseynli" not in text_of(library)
    library.close()


def text_of(library: Library) -> str:
    library.close()
    client = chromadb.PersistentClient(str(library.folder / "vectors"), Settings(anonymized_telemetry=False))
    try:
        return str(client.get_collection(library.collection).get(ids=["10BAKU79#5.0"])["documents"][0])
    finally:
        client.close()
