"""The stages of work on a library, as users read them."""

STAGES = {
    "read": "reading",
    "words": "indexing by words",
    "statements": "identifying speakers",
    "meaning": "indexing by meaning",
    "cleared": "updating cleared copies",
    "check texts": "checking texts",
    "check words": "checking the word index",
    "check meaning": "checking the vectors",
    "check scan": "checking the vector scan",
    "backup": "packing",
    "restore": "unpacking and checking",
}
