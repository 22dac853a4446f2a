"""The stages of work on a library, as users read them."""

STAGES = {
    "read": "reading",
    "words": "indexing words",
    "statements": "identifying speakers",
    "meaning": "indexing meaning",
    "cleared": "updating cleared copies",
    "check texts": "checking texts",
    "check words": "checking words",
    "check meaning": "checking meaning",
    "check scan": "checking search by meaning",
    "backup": "packing",
    "restore": "unpacking and checking",
}
