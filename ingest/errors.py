"""The error tree. Every message is one line that says what is wrong and what to do.

ReftelError
├── SourceError        an input cannot be read as cables
├── LibraryError       the library on disk cannot be used as asked
│   ├── LibraryBusy        another process is writing
│   ├── LibraryDamaged     a part of it is broken or gone
│   │   └── CatalogueDamaged   something that it stores is not as it was stored
│   ├── LibraryUnreachable the server that keeps it does not answer
│   └── EmbedderMismatch   built with another embedding model
├── WorkersError       the workers of a cluster cannot be reached, or cannot do their work
├── FilterError        a filter of a search is not valid
├── QuestionError      a question, or the conversation before it, is too long
├── BatchError         a file of questions, or of a run over them, cannot be read as one
├── BundleError        a file cannot be read, or written, as a saved answer
├── BackupError        a backup cannot be written, or read as one
├── NotebookError      kept conversations cannot be read or written
│   ├── CollectionError    there is no such collection, or it cannot be changed as asked
│   ├── WatchError         there is no such watch, or it cannot be kept as asked
│   └── WorkspaceError     there is no such page of a workspace, or it cannot be changed as asked
├── SettingsError      a setting is wrong or missing
└── ModelError         the language model cannot be used or failed
    └── ModelNotOffered    it is not one that may be chosen here
"""


class ReftelError(Exception):
    """Anything that went wrong, in words that the user can act on."""


class SourceError(ReftelError):
    """An input cannot be read as cables."""


class LibraryError(ReftelError):
    """The library on disk cannot be used as asked."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class LibraryDamaged(LibraryError):
    """A part of the library is broken or gone."""


class CatalogueDamaged(LibraryDamaged):
    """Something that the catalogue stores is not as it was stored."""


class LibraryUnreachable(LibraryError):
    """The server that keeps the library does not answer at present."""


class EmbedderMismatch(LibraryError):
    """The library was built with another embedding model than the one given."""


class WorkersError(ReftelError):
    """The workers of a cluster cannot be reached, or cannot do their work."""


class FilterError(ReftelError):
    """A filter of a search is not valid."""


class QuestionError(ReftelError):
    """A question, or the conversation before it, is longer than can be answered."""


class BatchError(ReftelError):
    """A file of questions, or of a run over them, cannot be read as one."""


class BundleError(ReftelError):
    """A file cannot be read, or written, as a saved answer."""


class BackupError(ReftelError):
    """A backup cannot be written, or read as one."""


class NotebookError(ReftelError):
    """Kept conversations and collections cannot be read, or written."""


class CollectionError(NotebookError):
    """There is no such collection, or it cannot be changed as asked."""


class NoteError(NotebookError):
    """There is no such note, or it cannot be kept as asked."""


class WatchError(NotebookError):
    """There is no such watch, or it cannot be kept as asked."""


class WorkspaceError(NotebookError):
    """There is no such page of a workspace, or it cannot be changed as asked."""


class SettingsError(ReftelError):
    """A setting is wrong or missing."""


class ModelError(ReftelError):
    """The language model cannot be used, or failed."""


class ModelNotOffered(ModelError):
    """A language model that is not there, or that readers may not choose."""
