"""The tables of the catalogue.

A text that was read is a *document*; of several documents of one cable the most complete one answers. Documents
that hold later sections of a cable are joined to it in a further document, which has no input.
Each change of a cable gives it a new *revision*; the word index and the vectors are behind
for exactly those cables whose revision differs from the one noted in `held`, which is all that a later run needs
to catch up.

Only this folder contains SQL about them: `catalogue`, `ledger`, `statement_store`, `correction_store`,
`embedding_reader` and `integrity` read, `writer` and the modules that it combines write.
"""

import sqlalchemy as sql

FIRST = 6  # that of reftel 0.1.0
SCHEMA = 15  # of the last of `migrations`: one comes whenever a table changes

# In the order of code points, in every database, as SQLite has it.
TEXT = sql.Text(collation="C").with_variant(sql.Text(), "sqlite")

# A hash of what is in a row: `seals.py`.
SEAL = ("seal", TEXT)

metadata = sql.MetaData()

notes = sql.Table(
    "notes",
    metadata,
    sql.Column("name", TEXT, primary_key=True),
    sql.Column("value", TEXT),
)

runs = sql.Table(
    "runs",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("begun", TEXT, nullable=False),
    sql.Column("ended", TEXT),
    sql.Column("state", TEXT, nullable=False),  # "running", "finished", "broken off"
    sql.Column("paths", sql.JSON, nullable=False),
    sql.Column("counts", sql.JSON, nullable=False),  # cables by outcome, as of the last transaction
    sql.Column("versions", sql.JSON, nullable=False),  # of reftel, its parser and the embedder
)

inputs = sql.Table(
    "inputs",
    metadata,
    sql.Column("path", TEXT, primary_key=True),
    sql.Column("sha", TEXT, nullable=False),  # of the content when it was last read to its end
    sql.Column("parser", sql.Integer, nullable=False),  # the version that read it
)

failures = sql.Table(
    "failures",
    metadata,
    sql.Column("input", TEXT, primary_key=True),
    sql.Column("place", TEXT, primary_key=True),
    sql.Column("reason", TEXT, nullable=False),
    sql.Column("run", sql.Integer, nullable=False),
)

documents = sql.Table(
    "documents",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("input", TEXT, nullable=False, index=True),
    sql.Column("place", TEXT, nullable=False, unique=True),  # the input, or a row or member of it
    sql.Column("run", sql.Integer, nullable=False),  # the last that met it
    sql.Column("sha", TEXT, nullable=False),  # of what was read: the text, or the record that it stood in
    sql.Column("parser", sql.Integer, nullable=False),
    sql.Column("cable", TEXT, nullable=False, index=True),
    sql.Column(
        "weight", sql.Integer, nullable=False
    ),  # the heaviest of a cable answers; below zero: of a later section
    sql.Column("name", TEXT),
    sql.Column("page", sql.JSON),
    sql.Column("text", TEXT, nullable=False),
    sql.Column("text_sha", TEXT, nullable=False, server_default=""),  # of the text alone, as it is stored
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# The pages of a document whose file has any, as places in its text.
pages = sql.Table(
    "pages",
    metadata,
    sql.Column("document", sql.Integer, primary_key=True, autoincrement=False),
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("confidence", sql.Float),  # of optical character recognition in its words, 0 to 1
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# Scanned pages that were read: none is read twice.
scans = sql.Table(
    "scans",
    metadata,
    sql.Column("sha", TEXT, primary_key=True),  # of the file
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=False),
    sql.Column("engine", TEXT, nullable=False),
    sql.Column("input", TEXT, nullable=False, index=True),
    sql.Column("text", TEXT, nullable=False),
    sql.Column("confidence", sql.Float, nullable=False),
    sql.Column("pages", sql.Integer, nullable=False),  # of the file that are scans
    sql.Column("run", sql.Integer, nullable=False),  # the last that met it
    sql.Column(*SEAL, nullable=False, server_default=""),
)

cables = sql.Table(
    "cables",
    metadata,
    sql.Column("id", TEXT, primary_key=True),
    sql.Column("document", sql.Integer, nullable=False),
    sql.Column("revision", sql.Integer, nullable=False, index=True),
    sql.Column("digest", TEXT, nullable=False),  # of all of it: it decides on a new revision
    sql.Column("post", TEXT, nullable=False, index=True),
    sql.Column("date", TEXT, index=True),
    sql.Column("origin", TEXT),
    sql.Column("subject", TEXT),
    sql.Column("classification", TEXT),
    sql.Column("paragraphs", sql.Integer, nullable=False),  # how many it has
    sql.Column("heard", sql.Integer, nullable=False, default=0),  # the rules that told who says what, 0: none yet
    sql.Column("record", sql.JSON, nullable=False),  # the whole cable, less raw text, spans and paragraphs
    sql.Column("spans", sql.JSON, nullable=False),
    sql.Column(*SEAL, nullable=False, server_default=""),
)
# All that a list shows and is sorted by, so that SQLite reads no text of a cable for it. PostgreSQL does without:
# there a long subject would not fit an index.
sql.Index(
    "cables_listed", cables.c.date, cables.c.post, cables.c.id, cables.c.subject, cables.c.classification
).ddl_if(dialect="sqlite")

# In which order cables came, those before version 14 left out: no number is ever given again.
arrivals = sql.Table(
    "arrivals",
    metadata,
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("cable", TEXT, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

paragraphs = sql.Table(
    "paragraphs",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.Integer),
    sql.Column("text", TEXT, nullable=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("pieces", sql.JSON, nullable=False),
    sql.Column("mark_raw", TEXT),
    sql.Column("level", TEXT),
    sql.Column("caveats", sql.JSON, nullable=False),
    sql.Column("kind", TEXT, nullable=False),
    sql.Column("section", TEXT),
    sql.Column("text_sha", TEXT, nullable=False, server_default=""),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

statements = sql.Table(
    "statements",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("sentences", sql.JSON, nullable=False),  # of each: start, end, kind, speaker
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# Every word of a speaker's name, as it sounds, with the paragraphs in which they speak.
voices = sql.Table(
    "voices",
    metadata,
    sql.Column("word", TEXT, primary_key=True),
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("speaker", TEXT, primary_key=True),
    sql.Index("voices_of_cable", "cable"),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

people = sql.Table(
    "people",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("name", TEXT, primary_key=True),
    sql.Column("titles", sql.JSON, nullable=False),
    sql.Column("spellings", sql.JSON, nullable=False),
    sql.Column("said", sql.Integer, nullable=False),  # how many sentences are theirs; 0 of who is only met
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# Who met whom, or spoke with whom, by a sentence of a paragraph: `one` and `other` are names that the cable has,
# and where `is_post`, the other is an officer of the post as the sentence calls them.
encounters = sql.Table(
    "encounters",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("start", sql.Integer, primary_key=True),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("one", TEXT, primary_key=True),
    sql.Column("other", TEXT, primary_key=True),
    sql.Column("is_post", sql.Integer, nullable=False),
    sql.Column("kind", TEXT, nullable=False),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# What a curator knows better about who is who: `people_corrections.py` says what each kind does.
corrections = sql.Table(
    "corrections",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("kind", TEXT, nullable=False),
    sql.Column("person", sql.JSON, nullable=False),  # the name, and under which names in which cables they speak
    sql.Column("other", sql.JSON, nullable=False),
    sql.Column("made", TEXT, nullable=False),  # the day
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# What the embedding model made of a text, by all that it depends on: the vectors of its windows, and its tokens
# for late interaction. None is kept that no entry is read by.
readings = sql.Table(
    "readings",
    metadata,
    sql.Column("digest", TEXT, primary_key=True),
    sql.Column("windows", sql.Integer, nullable=False),  # how many
    sql.Column("vectors", sql.LargeBinary, nullable=False),
    sql.Column("starts", sql.LargeBinary, nullable=False),
    sql.Column("tokens", sql.LargeBinary, nullable=False),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# Which reading each entry was embedded by; the header is ordinal 0.
read = sql.Table(
    "read",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("digest", TEXT, nullable=False, index=True),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

# Per embedder, what the tokens were projected onto.

projections = sql.Table(
    "projections",
    metadata,
    sql.Column("embedder", TEXT, primary_key=True),
    sql.Column("matrix", sql.LargeBinary, nullable=False),
    sql.Column(*SEAL, nullable=False, server_default=""),
)

links = sql.Table(
    "links",
    metadata,
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("place", sql.Integer, primary_key=True),  # in the order of the references of that cable
    sql.Column("target", TEXT, nullable=False, index=True),  # which may not be in the library
    sql.Column(*SEAL, nullable=False, server_default=""),
)

held = sql.Table(
    "held",
    metadata,
    sql.Column("part", TEXT, primary_key=True),  # under the name that `names.py` gives it
    sql.Column("cable", TEXT, primary_key=True),
    sql.Column("revision", sql.Integer, nullable=False),  # 0: it is being written, or has to be written again
    sql.Column("ids", sql.JSON, nullable=False),  # under which the part keeps it
)
