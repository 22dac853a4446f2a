"""Make `assistant/quoting/answers.json`: the weights by which sentences are chosen and questions refused.

    reftel ingest --library LIBRARY train/cables
    python -m benchmarks.train_answers LIBRARY train/questions.jsonl

The questions are labelled with `gold` paragraphs and the `evidence` in them; some have no answer in the archive.
What is printed was measured on questions that the weights were not learnt from, by folds over their cables. The
same input makes the same file. A taught model knows the questions that it was taught by: use those of a fold of
cables that was left out (`--fold`), and the model that was taught without it (`--embedder`).
"""

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.answer import Passage
from assistant.question.understand import Question, understand
from assistant.quoting import answerable, choose_sentences, score_sentences
from assistant.quoting.score_sentences import AnswerWeights, Candidate
from assistant.retrieval.key_terms import KeyTerms
from assistant.retrieval.retrieve import retrieve
from benchmarks.folds import FOLDS, cable_of, fold
from ingest import Library
from ingest.domain.filters import EVERYWHERE

OTHER = 7  # questions further on, the person is from another cable
STRENGTH = 0.1  # of the prior; larger trusts the labels more
MISSED = 0.04  # of the questions with an answer that may be refused
NEGATIVE = 1.0  # what a question without an answer weighs
REMOVED = 0.5  # and one whose answer was taken out of what was found
SWAPPED = 1.0  # and one that asks somebody else's question of a person


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled question, what was found for it, and which sentences are its evidence."""

    question: Question
    passages: Sequence[Passage]
    ranked: Sequence[Candidate]
    evident: np.ndarray
    answered: bool


def flat(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def examples(library: Library, rows: Sequence[dict]) -> list[Example]:
    found = []
    for row in rows:
        question = understand(row["question"])
        passages = retrieve(library, question, EVERYWHERE)
        _, ranked = choose_sentences.rank(library, question.asked, passages, question.who)
        gold = {(place["cable"], number) for place in row["gold"] for number in place["paragraphs"]}
        pieces = [flat(piece) for piece in re.split(r"(?<=[.!?])\s", row["evidence"])]
        evident = [
            (each.passage.cable, each.passage.paragraph) in gold and is_evidence(flat(each.text), pieces)
            for each in ranked
        ]
        found.append(Example(question, passages, ranked, np.array(evident, dtype=bool), bool(row["gold"])))
    return found


def is_evidence(sentence: str, pieces: Sequence[str]) -> bool:
    long = [piece for piece in pieces if len(piece) > 20]
    return len(sentence) > 8 and (sentence in " ".join(pieces) or any(piece in sentence for piece in long))


def fit(signs: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> tuple[float, np.ndarray]:
    """Return bias and weights of a logistic regression over signs brought to one scale."""
    scale = StandardScaler().fit(signs)
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(scale.transform(signs), labels, weights)
    slopes = model.coef_[0] / scale.scale_
    return float(model.intercept_[0] - slopes @ scale.mean_), slopes


def fit_sentences(given: Sequence[Example]) -> AnswerWeights:
    known = [each for each in given if each.answered and len(each.question.parts) < 2 and each.evident.any()]
    signs = np.concatenate([[candidate.signs for candidate in each.ranked] for each in known])
    bias, slopes = fit(signs, np.concatenate([each.evident for each in known]))
    return AnswerWeights(bias, tuple(slopes))


def chosen_well(example: Example, weights: AnswerWeights) -> bool:
    order = sorted(range(len(example.ranked)), key=lambda i: -weights.of(example.ranked[i].signs))
    ranked = [rescored(example.ranked[i], weights) for i in order]
    chosen = {(each.passage.label, each.start) for each in choose_sentences.choose(ranked)}
    evident = [example.ranked[i] for i in np.flatnonzero(example.evident)]
    return any((each.passage.label, each.start) in chosen for each in evident)


def rescored(each: Candidate, weights: AnswerWeights) -> Candidate:
    return Candidate(each.passage, each.statement, each.signs, weights.of(each.signs))


def question_signs(
    library: Library, example: Example, passages: Sequence[Passage], weights: AnswerWeights
) -> list[float]:
    looks, ranked = choose_sentences.rank(library, example.question.asked, passages, example.question.who)
    ranked = sorted((rescored(each, weights) for each in ranked), key=lambda each: -each.score)
    rest = [each.score for each in passages[len(looks) :]]
    matter = KeyTerms.of(library, example.question.text)
    tokens = choose_sentences.counted(library, example.question)
    return list(answerable.signs(example.question, tokens, looks, rest, ranked, matter))


def swapped(found: Sequence[Example]) -> list[str]:
    """Return for each question "" or, where it asks for the words of a named person, the same of another person.

    That he spoke about just that, too, is so unlikely that it may pass for a question without an answer.
    """
    named = [i for i, each in enumerate(found) if each.answered and each.question.who and each.question.speaker]
    texts = [""] * len(found)
    for i, j in zip(named, [*named[OTHER:], *named[:OTHER]], strict=True):
        texts[i] = found[i].question.asked.replace(str(found[i].question.who), str(found[j].question.who))
    return texts


def without_gold(example: Example, gold: set[str]) -> list[Passage]:
    return [each for each in example.passages if each.cable not in gold]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument(
        "--embedder", help="the model that the library is built with, where reftel does not bring it"
    )
    parser.add_argument("--fold", type=int, help="of the cables, those that this model was not taught on")
    given = parser.parse_args(arguments)
    library = Library.open(given.library, embedder=given.embedder)
    rows = [json.loads(line) for line in given.labels.read_text(encoding="utf-8").splitlines()]
    if given.fold is not None:
        rows = [row for row in rows if fold(cable_of(row)) == given.fold]
    rows = [row for row in rows if row["type"] != "meta"]
    target = Path(score_sentences.__file__).with_name("answers.json")
    if not target.exists():
        zeros = {"bias": 0.0}
        store(
            target,
            zeros | dict.fromkeys(score_sentences.SIGNS, 0.0),
            zeros | dict.fromkeys(answerable.SIGNS, 0.0),
        )
    examined = [(row, each) for row, each in zip(rows, examples(library, rows), strict=True) if each.ranked]
    rows, found = [row for row, _ in examined], [each for _, each in examined]  # others quote nothing at all
    folds = np.array([fold(cable_of(row), "answers") for row in rows])
    by_fold = [fit_sentences([each for each, f in zip(found, folds, strict=True) if f != k]) for k in range(FOLDS)]
    report("sentences", found, lambda i: by_fold[folds[i]])
    real = np.array(
        [question_signs(library, e, e.passages, by_fold[f]) for e, f in zip(found, folds, strict=True)]
    )
    answered = np.array([each.answered for each in found])
    taken, taken_fold = [], []
    for each, row, f in zip(found, rows, folds, strict=True):
        left = without_gold(each, {place["cable"] for place in row["gold"]})
        if each.answered and len(left) > choose_sentences.PASSAGES:
            taken.append(question_signs(library, each, left, by_fold[f]))
            taken_fold.append(f)
    count_removed = len(taken)
    for i, text in enumerate(swapped(found)):
        if text:
            (other,) = examples(library, [{"question": text, "gold": [], "evidence": ""}])
            if not other.ranked:
                continue
            taken.append(question_signs(library, other, other.passages, by_fold[folds[i]]))
            taken_fold.append(folds[i])
    removed, removed_fold = np.array(taken), np.array(taken_fold)
    made_up = np.where(np.arange(len(removed)) < count_removed, REMOVED, SWAPPED)

    def fit_questions(keep: np.ndarray, keep_removed: np.ndarray) -> tuple[float, np.ndarray]:
        signs = np.concatenate([real[keep], removed[keep_removed]])
        labels = np.concatenate([answered[keep], np.zeros(keep_removed.sum(), dtype=bool)])
        weights = np.concatenate([np.where(answered[keep], 1.0, NEGATIVE), made_up[keep_removed]])
        return fit(signs, labels, weights)

    scores, scores_removed = np.zeros(len(real)), np.zeros(len(removed))
    for k in range(FOLDS):
        bias, slopes = fit_questions(folds != k, removed_fold != k)
        scores[folds == k] = real[folds == k] @ slopes + bias
        scores_removed[removed_fold == k] = removed[removed_fold == k] @ slopes + bias
    threshold = float(np.quantile(scores[answered], MISSED))
    topics = real[answered, answerable._TOPIC]
    print(f"topic below which 1 in 200 with an answer is  {np.quantile(topics, 0.005):.3f}")
    print(f"area under the curve, real questions    {roc_auc_score(answered, scores):.3f}")
    print(f"refused of {np.sum(~answered)} without an answer         {np.mean(scores[~answered] < threshold):.3f}")
    for name, part in (
        ("whose answer was removed", slice(count_removed)),
        ("of others", slice(count_removed, None)),
    ):
        refused = scores_removed[part] < threshold
        print(f"refused of {len(refused)} {name}  {np.mean(refused):.3f}")
    print(f"refused of {np.sum(answered)} with an answer           {np.mean(scores[answered] < threshold):.3f}")
    sentence = fit_sentences(found)
    bias, slopes = fit_questions(np.ones(len(real), dtype=bool), np.ones(len(removed), dtype=bool))
    store(
        target,
        {"bias": sentence.bias} | dict(zip(score_sentences.SIGNS, sentence.signs, strict=True)),
        {"bias": bias - threshold} | dict(zip(answerable.SIGNS, slopes, strict=True)),
    )


def report(name: str, found: Sequence[Example], weights: Callable[[int], AnswerWeights]) -> None:
    known = [i for i, each in enumerate(found) if each.answered and len(each.question.parts) < 2]
    share = np.mean([chosen_well(found[i], weights(i)) for i in known])
    print(f"{name}: an evident one is quoted for {share:.3f} of {len(known)} questions")


def store(target: Path, sentence: dict[str, float], question: dict[str, float]) -> None:
    values = {"sentence": sentence, "answerable": question}
    others = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    rounded = {name: {key: round(float(each), 4) for key, each in part.items()} for name, part in values.items()}
    target.write_text(json.dumps(others | rounded, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
