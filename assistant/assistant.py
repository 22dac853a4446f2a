"""The assistant: the public Python API."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from assistant.answer import Answer, Citation, Passage, Turn
from assistant.answering import Answering, Asked
from assistant.kinds.cable_header import headers
from assistant.kinds.inquiry import Inquiry
from assistant.model_servers.model_name import by_url
from assistant.notebook.cable_collections import CableCollections
from assistant.notebook.cable_notes import CableNotes
from assistant.notebook.notebook_store import OWNER, store_of
from assistant.notebook.watches import Watches
from assistant.notebook.workspaces import Workspaces
from assistant.question import question_limits
from assistant.question.understand import understand
from assistant.retrieval.on_topic import on_topic
from assistant.retrieval.retrieve import retrieve
from assistant.settings import Settings
from assistant.sureness import USUAL as USUAL_THRESHOLDS
from assistant.sureness import Thresholds
from assistant.writing.model_limits import USUAL, ModelLimits, Price
from assistant.writing.reply_cache import Cache
from ingest import Library
from ingest.attribution.acquaintances import EncounterRow
from ingest.attribution.people import Individual
from ingest.attribution.statement_rows import StatementRow
from ingest.domain.filters import EVERYWHERE, Filters, FilterValues
from ingest.domain.posts import cable_id
from ingest.domain.statements import SAID, StatementKind
from ingest.errors import (
    CollectionError,
    LibraryError,
    NoteError,
    SettingsError,
    WatchError,
    WorkspaceError,
)
from ingest.loopback import spare_proxies
from prompts import OURS, Prompts, read

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

    from assistant.langchain_interface.chain import AnswerChain
    from assistant.langchain_interface.embeddings import CableEmbeddings
    from assistant.langchain_interface.retriever import CableRetriever
    from assistant.writing.chat_model import Allowance, Model

_MOST_ON_TOPIC = 100  # paragraphs that fit it best


class Assistant:
    """Answers questions about a library. `chain`, `retriever` and `embeddings` are LangChain's objects."""

    def __init__(
        self,
        library: Library,
        *,
        model: str | None = None,
        strict: bool = False,
        second_opinion: bool = False,
        limits: ModelLimits = USUAL,
        price: Price | None = None,
        cache: Cache | None = None,
        prompts: Prompts = OURS,
        model_key: str | None = None,
        thresholds: Thresholds = USUAL_THRESHOLDS,
    ) -> None:
        """`model`: a `provider:name` for LangChain's init_chat_model, or `http://host:port/v1#name` for a server
        with OpenAI's protocol, which may want a `model_key`; None answers with quotes alone.

        `strict`: sentences that their citations do not support are left out, not only marked. `second_opinion`:
        the model itself is also asked whether they do. `price`: what its tokens cost; `cache`: where its replies
        are kept; `prompts`: its instructions. `thresholds`: how sure quotes must be to be
        claimed or shown. Raises ModelError if the model cannot be used.
        """
        spare_proxies()  # the model, or a tracing server, may be on this machine
        self.library = library
        self.model = model
        self.strict = strict
        self._answering = Answering(library, strict=strict, second_opinion=second_opinion, thresholds=thresholds)
        self._writer: Model | None = None
        if model:
            from assistant.writing import chat_model as models

            chat = models.chat_model(model, limits, model_key)
            self._writer = models.Model(model, chat, limits, price, cache, prompts, model_key)

    @cached_property
    def chain(self) -> "AnswerChain":
        """Answering as a LangChain runnable: invoke, batch, stream, and their async forms."""
        from assistant.langchain_interface.chain import AnswerChain

        return AnswerChain(self._answering, self._writer)

    @classmethod
    def open(
        cls,
        library: str | Path | None = None,
        *,
        model: str | None = None,
        embedder: str | None = None,
        database_url: str | None = None,
        chroma_url: str | None = None,
        chroma_texts: bool | None = None,
        strict: bool | None = None,
        second_opinion: bool | None = None,
        max_tokens: int | None = None,
        timeout: float | None = None,
        cache: bool | None = None,
    ) -> Self:
        """Open a library and an assistant for it; what is not given is read from the user's settings."""
        settings = Settings.read(
            library=str(library) if library else None,
            model=model,
            embedder=embedder,
            database_url=database_url,
            chroma_url=chroma_url,
            chroma_texts=chroma_texts,
            strict=strict,
            second_opinion=second_opinion,
            max_tokens=max_tokens,
            timeout=timeout,
            cache=cache,
        )
        return cls.of(settings.open_library(), settings)

    @classmethod
    def of(cls, library: Library, settings: Settings) -> Self:
        """Return an assistant for an open library, with these settings.

        If a model is given by URL alone, its server is asked for the name. Raises ModelError where it does not
        answer, or has several.
        """
        model = settings.model
        if model and by_url(model):
            from assistant.model_servers.named_server import in_full  # httpx takes a tenth of a second to load

            model = in_full(model, settings.model_key)
        return cls(
            library,
            model=model,
            strict=settings.strict,
            second_opinion=settings.second_opinion,
            limits=settings.limits,
            price=settings.prices.get(model or ""),
            cache=Cache.of(library) if settings.cache else None,
            prompts=_prompts(settings.prompts),
            model_key=settings.model_key,
            thresholds=settings.thresholds,
        )

    def within(self, allowance: "Allowance") -> Self:
        """Return an assistant like this one, whose model is asked only as far as there is an allowance for it."""
        limited = copy(self)
        limited.__dict__.pop("chain", None)  # it has the model of this one
        limited._writer = replace(self._writer, allowance=allowance) if self._writer else None
        return limited

    @property
    def remembers(self) -> bool:
        """Whether what its model says is remembered, so that asking the same again costs nothing."""
        return self._writer is not None and self._writer.cache is not None

    @property
    def retriever(self) -> "CableRetriever":
        """The retrieval alone, as a LangChain retriever for a chain of your own."""
        return self.chain.retriever

    @property
    def embeddings(self) -> "CableEmbeddings":
        """The library's embedding model, for LangChain's vector stores over its Chroma collection."""
        from assistant.langchain_interface.embeddings import CableEmbeddings

        return CableEmbeddings(self.library)

    @cached_property
    def collections(self) -> CableCollections:
        """The collections of cables of whoever sits at this machine, as `reftel chat` shows them.

        Raises CollectionError for a library cut for a clearance, which keeps none.
        """
        if self.library.is_cleared_copy:
            raise CollectionError("A copy for a clearance has no collections: use the library it was made from.")
        return CableCollections(store_of(self.library), OWNER, self.library)

    @cached_property
    def notes(self) -> CableNotes:
        """The notes on cables of whoever sits at this machine, as `reftel chat` shows them.

        Raises NoteError for a library cut for a clearance, which keeps none.
        """
        if self.library.is_cleared_copy:
            raise NoteError("A copy for a clearance has no notes: use the library it was made from.")
        return CableNotes(store_of(self.library), OWNER, self.library)

    @cached_property
    def watches(self) -> Watches:
        """What whoever sits at this machine watches, as `reftel watch` shows it: what is new is looked for here.

        Raises WatchError for a library cut for a clearance, which keeps none.
        """
        if self.library.is_cleared_copy:
            raise WatchError("A copy for a clearance has no watches: use the library it was made from.")
        return Watches(store_of(self.library), OWNER, self.library, self._answering.thresholds)

    @cached_property
    def workspaces(self) -> Workspaces:
        """The pages on which whoever sits at this machine pins what they found, as `reftel workspace` shows them.

        Raises WorkspaceError for a library cut for a clearance, which keeps none.
        """
        if self.library.is_cleared_copy:
            raise WorkspaceError("A copy for a clearance has no workspace: use the library it was made from.")
        return Workspaces(store_of(self.library), OWNER, self.library)

    def ask(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        literal: bool = False,
        without: Sequence[str] = (),
        deep: bool = False,
        spread: bool = False,
        collection: str | None = None,
        **filters: Unpack[FilterValues],
    ) -> Answer:
        """Return the answer; `turns` is the conversation before it, `filters` narrow what is searched.

        The filters are the fields of `Filters`, such as `since="2010-02"`, `origin="BAKU"` or `person="Aliyev"`.
        `literal` reads no person, time or post into the question; `without` leaves out only these, in the words
        of an earlier answer's `understood`. `deep` has the model search again by itself and write a report, which
        takes minutes and up to `deep_tokens`. `spread` takes the sources in equal shares from the periods in which
        some were found, the answer's `periods`. `collection` asks within one of the `collections`, by its name.
        Raises FilterError for an invalid filter, CollectionError for a collection that is not there, QuestionError
        for a question or a conversation that is too long. If the model fails, the answer is made of quotes and its
        `note` says why.
        """
        where = self._where(filters, collection)
        *_, answer = self.answers(Asked(question, tuple(turns), where, literal, tuple(without), deep, spread))
        return answer

    def search(self, text: str, filters: Filters = EVERYWHERE, limit: int = 10) -> list[Passage]:
        """Return the paragraphs that match a text best, at most `limit`, best first, without a model.

        A question about a cable's header finds headers. Raises QuestionError for a text that is too long.
        """
        question_limits.check(text)
        found = headers(Inquiry(self.library, text, where=filters))
        return found[:limit] or retrieve(self.library, understand(text), filters, limit)

    def cite(self, place: Citation | Passage | str, style: str = "chicago") -> str:
        """Return how a citation, a passage, or a cable by its id is cited, in one line.

        `style` is "chicago" (a footnote), "chicago-bibliography", "chicago-in-text", "apa", "apa-in-text", "mla",
        "mla-in-text", or the path of a CSL file, such as Zotero has. Raises SettingsError for any other style.
        """
        from assistant.citing import cable_reference
        from assistant.citing.citation_styles import cited

        if isinstance(place, str):
            reference = cable_reference.of_cable(self.library, cable_id(place) or place)
        else:
            (reference,) = cable_reference.of_places(self.library, [place])
        return cited([reference], style)[0]

    def statements(
        self,
        speaker: str | None = None,
        *,
        about: str | None = None,
        kinds: Collection[StatementKind] = SAID,
        **filters: Unpack[FilterValues],
    ) -> Iterator[StatementRow]:
        """Yield what is said in the cables as rows, sentence by sentence, the earliest cable first.

        `speaker` is whose statements alone, by any spelling of the name, as the filter `person` is; `about` leaves
        the paragraphs that are about a topic, of the hundred that fit it best. `kinds` are "said", "comment" and
        "narration". pandas makes a table of the rows: `pandas.DataFrame(rows)`. Raises FilterError for an invalid
        filter, LibraryError where nobody of that name speaks, QuestionError for a topic that is too long.
        """
        where = Filters(**filters)
        wanted = speaker or where.person
        people = self.library.people(wanted) if wanted else None
        if wanted and not people:
            raise LibraryError(f"Nobody called {wanted} speaks in the cables.")
        return self.statements_of(people, replace(where, person=None), about=about, kinds=kinds)

    def statements_of(
        self,
        people: Sequence[Individual] | None,
        where: Filters = EVERYWHERE,
        *,
        about: str | None = None,
        kinds: Collection[StatementKind] = SAID,
        unsure: bool = False,
    ) -> Iterator[StatementRow]:
        """Yield the rows that `statements` does, of these people, or of all for None; `unsure` adds the sentences
        that somebody possibly says.
        """
        within = None
        if about:
            question_limits.check(about)
            names = " ".join(spelling for each in people or () for spelling in (each.name, *each.spellings))
            within = set(on_topic(self.library, about, replace(where, person=names or None), _MOST_ON_TOPIC))
        return self.library.statements_of(people, where, kinds=kinds, within=within, unsure=unsure)

    def encounters(
        self, name: str | None = None, with_whom: str | None = None, **filters: Unpack[FilterValues]
    ) -> Iterator[EncounterRow]:
        """Yield who met whom, or spoke with whom, as rows: one for each sentence that says so, the latest first.

        `name` and `with_whom` leave those of one person, or of two, by any spelling of their names, as the filter
        `person` does; the other filters narrow the cables. Raises FilterError for an invalid filter, LibraryError
        where nobody has such a name.
        """
        where = Filters(**filters)
        wanted = name or where.person
        where = replace(where, person=None)
        first = self._who_met(wanted) if wanted else [None]
        second = self._who_met(with_whom) if with_whom else [None]
        for one in first:
            for other in second:
                yield from self.library.encounter_rows(self.library.encounters(one, other, where=where))

    def _who_met(self, name: str) -> list[Individual]:
        if found := self.library.who_met(name):
            return found
        raise LibraryError(f"Nobody called {name} speaks or is met in the cables.")

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        literal: bool = False,
        without: Sequence[str] = (),
        deep: bool = False,
        spread: bool = False,
        collection: str | None = None,
        callbacks: "Sequence[BaseCallbackHandler]" = (),
        **filters: Unpack[FilterValues],
    ) -> Iterator[Answer]:
        """Yield the answer as it grows: first the passages, then the text; the last is what `ask` returns.

        Of a `deep` answer `steps` grow first: whoever stops keeps what the last one has. `callbacks` are
        LangChain's; they see the retriever and the model at work.
        """
        where = self._where(filters, collection)
        asked = Asked(question, tuple(turns), where, literal, tuple(without), deep, spread)
        yield from self.answers(asked, callbacks)

    def answers(self, asked: Asked, callbacks: "Sequence[BaseCallbackHandler]" = ()) -> Iterator[Answer]:
        """Yield the answer as `stream` does, to a question given as one value."""
        if self._writer or callbacks:
            yield from self.chain.stream(asked, {"callbacks": list(callbacks)})
        else:  # LangChain, which takes half a second to import, has nothing to do here
            yield from self._answering.answers(asked)

    def _where(self, filters: FilterValues, collection: str | None) -> Filters:
        where = Filters(**filters)
        return self.collections.narrowed(collection, where) if collection else where


def _prompts(folder: str | None) -> Prompts:
    try:
        return read(folder)
    except (OSError, ValueError) as error:
        raise SettingsError(f"The prompts in {folder} cannot be used: {error}") from error
