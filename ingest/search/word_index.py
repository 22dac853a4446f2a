"""Search by words: BM25 over the entries, kept by tantivy. Derived from the catalogue; can be rebuilt."""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

import tantivy

from ingest.domain.filters import VALUES, Facts, Filters, first_day, last_day
from ingest.domain.keys import Key
from ingest.errors import LibraryDamaged
from ingest.files.read_only import is_read_only
from ingest.language.letters import spelt_otherwise, unprinted
from ingest.search.entries import Entry, Listing
from ingest.search.file_checksums import FileChecksums
from ingest.search.linked_folder import LinkedFolder

# English stems, letters folded: "sanctions" finds "sanctioned", "Jose" finds "José", "Lodz" finds "Łódź".
# What changes the terms of a text (also `letters`) needs a migration that has the index made anew.
_ANALYZER = "cable"
_HEAP = 128_000_000  # bytes that a writer may fill before it flushes
_FIELDS = ("context", "text")
Field = Literal["context", "text"]
_MOST_TERMS = 64  # of a pasted page only the first words are searched


class WordIndex:
    """The word index in a folder. One writer at a time; readers see each commit after `refresh`.

    Everything that opens, reads or writes it raises LibraryDamaged when its files are broken.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sums = FileChecksums(folder)
        self._schema = _schema()
        self._links = LinkedFolder(folder) if is_read_only(folder) else None
        with self._translated():
            if not self._links:
                folder.mkdir(parents=True, exist_ok=True)
            self._sums.compare()  # over some damage tantivy panics, over other it finds something else
            self._index = tantivy.Index(self._schema, path=str(self._links.path if self._links else folder))
            self._index.register_tokenizer(_ANALYZER, _analyzer())

    def replace(self, listings: Iterable[Listing]) -> None:
        """Bring cables up to date: what was held of each goes, its entries come. Safe to repeat."""
        with self._translated():
            writer = self._index.writer(_HEAP, num_threads=1)
            # A commit that was killed leaves files under names that this one may choose again.
            writer.garbage_collect_files()
            for listing in listings:
                writer.delete_documents_by_term("cable", listing.cable)
                for entry in listing.entries:
                    writer.add_document(_document(entry, listing.facts))
            writer.commit()
            writer.wait_merging_threads()
            self._sums.take()
        self.refresh()

    def search(
        self, query: str, limit: int, where: Filters, cables: Sequence[str] = ()
    ) -> list[tuple[Key, float]]:
        """Return the entries that share words with `query`, best first, with their BM25 scores.

        Only those of these `cables`, where any are given.
        """
        terms = self.terms(_with_other_spellings(query))[:_MOST_TERMS]
        if not terms:
            return []
        words = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(field, term)) for term in terms for field in _FIELDS]
        )
        conditions = (tantivy.Query.const_score_query(each, 0.0) for each in self._conditions(where, cables))
        with self._translated():
            searcher = self._index.searcher()
            narrowed = words.and_must_match(*conditions) if where or cables else words
            hits = searcher.search(narrowed, limit, count=False).hits
            return [(Key.parse(str(searcher.doc(address).get_first("key"))), score) for score, address in hits]

    def having(self, words: Collection[str], field: Field) -> list[Key]:
        """Return every entry that has all of these stems in its text, or in its context; none for no stem."""
        return [Key.parse(key) for key in self._keys_having(words, field)]

    def cables_having(self, words: Collection[str], field: Field) -> set[str]:
        """Return the cables of the entries that have all of these stems there."""
        return {key.rpartition("#")[0] for key in self._keys_having(words, field)}

    def _keys_having(self, words: Collection[str], field: Field) -> list[str]:
        if not words:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, self._term(field, stem)) for stem in words])
        with self._translated():
            searcher = self._index.searcher()
            hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
            # In the order in which they are stored, so that each block of them is unpacked once.
            places = sorted((each.segment_ord, each.doc) for _, each in hits)
            return [str(searcher.doc(tantivy.DocAddress(*place)).get_first("key")) for place in places]

    def terms(self, text: str) -> list[str]:
        """Return the distinct stems of a text as the index sees them, in order, without stop words."""
        return list(dict.fromkeys(stems(text)))

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """Return the inverse document frequency of each stem; one that occurs nowhere has the highest."""
        with self._translated():
            searcher = self._index.searcher()
            total = searcher.num_docs + 1
            return {term: math.log(total / (1 + searcher.doc_freq("text", term))) for term in terms}

    def frequency(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each stem stands, in their text or their context, whichever has it more."""
        with self._translated():
            searcher = self._index.searcher()
            return {term: max(searcher.doc_freq(field, term) for field in _FIELDS) for term in terms}

    def with_stem(self, stem: str, limit: int) -> list[Key]:
        """Return the entries that have a stem in their text, those that have it most first."""
        with self._translated():
            searcher = self._index.searcher()
            hits = searcher.search(self._term("text", stem), limit, count=False).hits
            return [Key.parse(str(searcher.doc(address).get_first("key"))) for _, address in hits]

    def counts(self) -> dict[str, int]:
        """Return every stem of the index with the number of entries that have it, the most frequent first."""
        with self._translated():
            searcher = self._index.searcher()
            found = [dict(searcher.terms_with_prefix(field, "")) for field in _FIELDS]
        terms = dict.fromkeys(term for each in found for term in each)
        return {term: max(each.get(term, 0) for each in found) for term in terms}

    def refresh(self) -> None:
        """See what another process has committed."""
        with self._translated():
            self._sums.compare()
            if self._links:
                self._links.refresh()
            self._index.reload()

    def compare(self) -> None:
        """Look at every file again, and at what can be another at any commit; nobody may be writing."""
        with self._translated():
            self._sums.compare_all()

    def count(self) -> int:
        """Return how many entries the index holds."""
        with self._translated():
            return int(self._index.searcher().num_docs)

    def count_of(self, cable: str) -> int:
        """Return how many entries of a cable the index holds."""
        with self._translated():
            return int(self._index.searcher().search(self._term("cable", cable), limit=1).count)  # type: ignore[attr-defined]

    def finds(self, entry: Entry) -> bool:
        """Return whether an entry is found, exactly once, by all of its own words."""
        terms = self.terms(entry.text)[:_MOST_TERMS]
        wanted = [self._term("key", str(entry.key)), *(self._term("text", term) for term in terms)]
        with self._translated():
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in wanted])
            return bool(self._index.searcher().search(query, limit=1).count == 1)  # type: ignore[attr-defined]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            # tantivy raises ValueError for whatever is wrong with its files; a panic in its Rust is no Exception.
            if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
                raise
            raise LibraryDamaged(
                f"The word index in {self._folder} is damaged ({_reason(error)}): "
                "`reftel check --repair` rebuilds it."
            ) from error

    def _term(self, field: str, value: object) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)

    def _of_cables(self, cables: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, "cable", list(cables))

    def _conditions(self, where: Filters, cables: Sequence[str]) -> list[tantivy.Query]:
        conditions = [self._term(_field(fact), value) for fact, value in where.values()]
        conditions += [self._of_cables(only) for only in (cables, where.among) if only]
        if where.besides:
            rest = [(tantivy.Occur.MustNot, self._of_cables(where.besides))]
            every = (tantivy.Occur.Must, tantivy.Query.all_query())
            conditions.append(tantivy.Query.boolean_query([every, *rest]))
        if where.since or where.until:
            low = first_day(where.since) if where.since else 1
            high = last_day(where.until) if where.until else 99991231
            conditions.append(
                tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, low, high)
            )
        return conditions


def stems(text: str) -> list[str]:
    """Return the stems of a text as every index sees them, in order, repeated ones too, without stop words."""
    return _analyzer().analyze(unprinted(text))


def word_stems(words: Sequence[str]) -> list[str]:
    """Return the stem of each of these words, of stop words too; none may have white space in it."""
    return _stemmer().analyze(" ".join(words))


def _with_other_spellings(text: str) -> str:
    """Return a text with other spellings of its words behind it: "Đinđić djinđić"; the analyser folds both."""
    return " ".join([unprinted(text), *spelt_otherwise(text)])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("cable", *map(_field, VALUES)):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _field(fact: str) -> str:
    """Return the field of the index that holds a fact: each tag is one `tag`."""
    return "tag" if fact == "tags" else fact


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    filters = (
        tantivy.Filter.remove_long(40),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    return builder.build()


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    for each in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.stemmer("english")):
        builder = builder.filter(each)
    return builder.build()


def _document(entry: Entry, facts: Facts) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", str(entry.key))
    document.add_text("cable", entry.key.cable)
    document.add_text("context", _with_other_spellings(entry.context))
    document.add_text("text", _with_other_spellings(entry.text))
    for fact in VALUES:
        for value in facts.values(fact):
            document.add_text(_field(fact), value)
    if facts.day:
        document.add_unsigned("day", facts.day)
    return document


def _reason(error: BaseException) -> str:
    """Return the first clause of tantivy's message, which goes on for lines."""
    first = (str(error).strip().splitlines() or [type(error).__name__])[0][:100]
    return first.split("'", 1)[0].rstrip(": ") if "'" in first else first
