"""The tables of the catalogue.

A text that was read is a *document*; of several documents of one cable the most complete one answers.
Each change of a cable gives it a new *revision*; the word index and the vectors are behind
for exactly those cables whose revision differs from the one noted in `held`, which is all that a later run needs
to catch up.

SQL is spoken by `database`, `catalogue`, `ledger`, `testimony` and `edit` alone.
"""

import sqlalchemy as sql

SCHEMA = "5"  # to be raised whenever a table changes

metadata = sql.MetaData()

notes = sql.Table(
    "notes",
    metadata,
    sql.Column("name", sql.Text, primary_key=True),
    sql.Column("value", sql.Text),
)

runs = sql.Table(
    "runs",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("begun", sql.Text, nullable=False),
    sql.Column("ended", sql.Text),
    sql.Column("state", sql.Text, nullable=False),  # "running", "finished", "broken off"
    sql.Column("paths", sql.JSON, nullable=False),
    sql.Column("counts", sql.JSON, nullable=False),  # cables by outcome, as of the last transaction
    sql.Column("versions", sql.JSON, nullable=False),  # of reftel, its parser and the embedder
)

inputs = sql.Table(
    "inputs",
    metadata,
    sql.Column("path", sql.Text, primary_key=True),
    sql.Column("sha", sql.Text, nullable=False),  # of the content when it was last read to its end
    sql.Column("parser", sql.Integer, nullable=False),  # the version that read it
)

failures = sql.Table(
    "failures",
    metadata,
    sql.Column("input", sql.Text, primary_key=True),
    sql.Column("place", sql.Text, primary_key=True),
    sql.Column("reason", sql.Text, nullable=False),
    sql.Column("run", sql.Integer, nullable=False),
)

documents = sql.Table(
    "documents",
    metadata,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("input", sql.Text, nullable=False, index=True),
    sql.Column("place", sql.Text, nullable=False, unique=True),  # the input, or a row or member of it
    sql.Column("run", sql.Integer, nullable=False),  # the last that met it
    sql.Column("sha", sql.Text, nullable=False),
    sql.Column("parser", sql.Integer, nullable=False),
    sql.Column("cable", sql.Text, nullable=False, index=True),
    sql.Column("weight", sql.Integer, nullable=False),  # the heaviest document of a cable answers
    sql.Column("name", sql.Text),
    sql.Column("page", sql.JSON),
    sql.Column("text", sql.Text, nullable=False),
)

cables = sql.Table(
    "cables",
    metadata,
    sql.Column("id", sql.Text, primary_key=True),
    sql.Column("document", sql.Integer, nullable=False),
    sql.Column("revision", sql.Integer, nullable=False, index=True),
    sql.Column("digest", sql.Text, nullable=False),  # of all of it: it decides on a new revision
    sql.Column("post", sql.Text, nullable=False, index=True),
    sql.Column("date", sql.Text, index=True),
    sql.Column("origin", sql.Text),
    sql.Column("subject", sql.Text),
    sql.Column("classification", sql.Text),
    sql.Column("paragraphs", sql.Integer, nullable=False),  # how many it has
    sql.Column("heard", sql.Integer, nullable=False, default=0),  # the rules that told who says what, 0: none yet
    sql.Column("record", sql.JSON, nullable=False),  # the whole cable, less raw text, spans and paragraphs
    sql.Column("spans", sql.JSON, nullable=False),
)

paragraphs = sql.Table(
    "paragraphs",
    metadata,
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.Integer),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("pieces", sql.JSON, nullable=False),
    sql.Column("mark_raw", sql.Text),
    sql.Column("level", sql.Text),
    sql.Column("caveats", sql.JSON, nullable=False),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("section", sql.Text),
)

statements = sql.Table(
    "statements",
    metadata,
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("sentences", sql.JSON, nullable=False),  # of each: start, end, kind, speaker
)

# Every word of a speaker's name, as it sounds, with the paragraphs in which he speaks.
voices = sql.Table(
    "voices",
    metadata,
    sql.Column("word", sql.Text, primary_key=True),
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("speaker", sql.Text, primary_key=True),
    sql.Index("voices_of_cable", "cable"),
)

people = sql.Table(
    "people",
    metadata,
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("name", sql.Text, primary_key=True),
    sql.Column("titles", sql.JSON, nullable=False),
    sql.Column("spellings", sql.JSON, nullable=False),
    sql.Column("said", sql.Integer, nullable=False),  # how many sentences are theirs
)

# What the embedding model made of a text, by all that it depends on: the vectors of its windows, and its tokens
# for late interaction. None is kept that no entry is read by.
readings = sql.Table(
    "readings",
    metadata,
    sql.Column("digest", sql.Text, primary_key=True),
    sql.Column("windows", sql.Integer, nullable=False),  # how many
    sql.Column("vectors", sql.LargeBinary, nullable=False),
    sql.Column("starts", sql.LargeBinary, nullable=False),
    sql.Column("tokens", sql.LargeBinary, nullable=False),
)

# Which reading each entry was embedded by; the header is ordinal 0.
read = sql.Table(
    "read",
    metadata,
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("digest", sql.Text, nullable=False, index=True),
)

# Per embedder, what the tokens were projected onto.

projections = sql.Table(
    "projections",
    metadata,
    sql.Column("embedder", sql.Text, primary_key=True),
    sql.Column("matrix", sql.LargeBinary, nullable=False),
)

links = sql.Table(
    "links",
    metadata,
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("place", sql.Integer, primary_key=True),  # in the order of the references of that cable
    sql.Column("target", sql.Text, nullable=False, index=True),  # which may not be in the library
)

held = sql.Table(
    "held",
    metadata,
    sql.Column("part", sql.Text, primary_key=True),  # "words", "vectors" or "scan"
    sql.Column("cable", sql.Text, primary_key=True),
    sql.Column("revision", sql.Integer, nullable=False),  # 0: it is being written, or has to be written again
    sql.Column("ids", sql.JSON, nullable=False),  # under which the part keeps it
)
