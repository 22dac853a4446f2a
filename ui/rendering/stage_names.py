"""The stages of work on a library, in words for a reader."""

STAGES = {
    "read": "reading",
    "words": "indexing words",
    "statements": "hearing who speaks",
    "meaning": "indexing meaning",
    "cleared": "bringing cleared copies along",
    "check texts": "checking texts",
    "check words": "checking words",
    "check meaning": "checking meaning",
    "check scan": "checking the search by meaning",
    "backup": "packing",
    "restore": "unpacking and comparing",
}
