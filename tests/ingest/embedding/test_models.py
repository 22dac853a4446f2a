"""Which model a name stands for: the taught one, the one it was made of, one that somebody taught, any other."""

from pathlib import Path

import numpy as np
import pytest
import quick
from safetensors.numpy import load_file, save_file

from ingest import Library
from ingest.embedding import models
from ingest.embedding.embedder import Embedder
from ingest.embedding.models import DEFAULT_MODEL, HEAD, LAYERS, UNTAUGHT_MODEL
from ingest.errors import LibraryError

SAYS = "The Minister doubts that sanctions work."


@pytest.fixture(scope="module")
def layers() -> dict[str, np.ndarray]:
    """What was taught to the default model."""
    return load_file(models.layers(DEFAULT_MODEL))


@pytest.fixture
def taught(tmp_path: Path, layers: dict[str, np.ndarray]) -> Path:
    """A folder with a model that somebody taught for themselves: the default, its head turned round."""
    folder = tmp_path / "taught"
    folder.mkdir()
    save_file(layers | {HEAD: np.ascontiguousarray(layers[HEAD][:, ::-1])}, folder / LAYERS)
    return folder


def test_the_default_model_is_taught_and_what_it_is_made_of_can_be_named():
    (taught,), (plain,) = (Embedder(name).read([SAYS]) for name in (DEFAULT_MODEL, UNTAUGHT_MODEL))
    assert taught.vector.shape == plain.vector.shape
    assert taught.vector @ plain.vector < 0.99
    assert (taught.spans == plain.spans).all()


@pytest.mark.parametrize("name", [DEFAULT_MODEL, UNTAUGHT_MODEL])
def test_sentence_transformers_gives_the_same_vectors_as_the_engine(name: str):
    embedder = Embedder(name)
    assert embedder.engine is not None
    (read,) = embedder.read([SAYS])
    assert read.vector @ embedder.model.encode(SAYS, normalize_embeddings=True) > 0.999


def test_what_was_taught_is_small_and_leaves_the_words_to_the_package(layers: dict[str, np.ndarray]):
    assert models.layers(DEFAULT_MODEL).stat().st_size < 25_000_000
    assert not [name for name in layers if "word_embeddings" in name]
    assert {weights.dtype for weights in layers.values()} == {np.dtype(np.float16)}


def test_the_taught_model_brings_what_its_tokens_are_kept_by(tmp_path: Path):
    library = Library.open(tmp_path / "library")
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    kept = library.catalogue.embeddings.projection(DEFAULT_MODEL)
    assert np.array_equal(kept, models.head(DEFAULT_MODEL))
    assert models.head(UNTAUGHT_MODEL) is None
    library.close()


def test_a_model_that_somebody_taught_is_named_by_its_folder(tmp_path: Path, taught: Path):
    library = Library.open(tmp_path / "library", embedder=str(taught))
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    kept = library.catalogue.embeddings.projection(str(taught))
    assert np.array_equal(kept, models.head(DEFAULT_MODEL)[:, ::-1])
    library.close()


def test_layers_that_do_not_fit_are_told_in_a_line(taught: Path, layers: dict[str, np.ndarray]):
    misfit = {name: weights[:1] for name, weights in layers.items()}
    save_file(misfit, taught / LAYERS)
    with pytest.raises(LibraryError, match="cannot be loaded") as error:
        Embedder(str(taught)).read([SAYS])
    assert "\n" not in str(error.value)


def test_a_library_of_the_untaught_model_says_so_and_reindex_turns_it_to_the_taught_one(tmp_path: Path):
    library = Library.open(tmp_path / "library", embedder=UNTAUGHT_MODEL)
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    library.close()
    opened = Library.open(tmp_path / "library")
    assert (opened.status().embedder, opened.status().better_embedder) == (UNTAUGHT_MODEL, DEFAULT_MODEL)
    assert opened.by_meaning(opened.reading(SAYS), 1)
    quick.done(opened.reindex())
    assert (opened.status().embedder, opened.status().better_embedder) == (DEFAULT_MODEL, None)
    assert opened.by_meaning(opened.reading(SAYS), 1)
    opened.close()


def test_who_names_the_untaught_model_keeps_it(tmp_path: Path):
    library = Library.open(tmp_path / "library", embedder=UNTAUGHT_MODEL)
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    assert library.status().better_embedder is None
    quick.done(library.reindex())
    assert library.status().embedder == UNTAUGHT_MODEL
    library.close()


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of another make: it takes the first token for the whole, reads 64, and wants prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    folder = tmp_path_factory.mktemp("prompted")
    tokenizer = AutoTokenizer.from_pretrained(models.packaged_model(), local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    bert = Transformer(str(folder / "bert"), max_seq_length=64, model_args={"local_files_only": True})
    made = SentenceTransformer(
        modules=[bert, Pooling(64, pooling_mode="cls")], prompts={"query": "question: ", "document": "text: "}
    )
    made.save(str(folder / "model"), create_model_card=False)  # for which it would ask the hub
    return folder / "model"


def test_a_models_own_configuration_says_what_goes_before_a_question_and_how_much_is_read(prompted: Path):
    embedder = Embedder(str(prompted))
    (asked,) = embedder.read_questions([SAYS])
    expected = embedder.model.encode(SAYS, prompt_name="query", normalize_embeddings=True)
    assert asked.vector @ expected > 0.999
    assert [SAYS[start:end] for start, end in asked.spans][:2] == ["The", "Minister"]
    for window in embedder.windows("Sanctions", SAYS * 20):
        assert window.text.startswith("text: Sanctions. ")
        assert len(embedder.model.tokenizer(window.text)["input_ids"]) <= 64


def test_a_library_is_built_and_searched_with_such_a_model(tmp_path: Path, prompted: Path):
    library = Library.open(tmp_path / "library", embedder=str(prompted))
    quick.done(library.ingest([quick.write(tmp_path / "cables", 1)]))
    assert library.by_meaning(library.reading(SAYS), 1)
    library.close()
