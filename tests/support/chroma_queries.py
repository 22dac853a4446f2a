"""What is asked of the Chroma client while a test looks."""

from typing import Any

import pytest


def watched_queries(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return a list that grows by the arguments of each query of a collection."""
    from chromadb import Collection

    asked: list[dict[str, Any]] = []
    query = Collection.query

    def spy(self: Any, *given: Any, **named: Any) -> Any:
        if named["n_results"] > 1:  # one is what it takes to load the index
            asked.append(named)
        return query(self, *given, **named)

    monkeypatch.setattr(Collection, "query", spy)
    return asked
