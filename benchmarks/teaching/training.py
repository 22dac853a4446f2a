"""Teach a model: a few passes over the lessons, the one that ranks left-out paragraphs best is kept."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.teaching import losses
from benchmarks.teaching.examples import NO_SENTENCE, Corpus, Lesson, Question, evident, lessons
from benchmarks.teaching.losses import Read

LEARNING_RATE, HEAD_RATE, WARM_UP, DECAY = 6e-5, 1e-3, 0.1, 0.01
AT_ONCE = 16  # paragraphs read at once, of like length


@dataclass(slots=True)
class Taught:
    """A BERT with mean pooling, and the linear head that takes its tokens to the dimensions that are kept."""

    bert: Any
    head: Tensor  # shape (d, h)

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.head.device

    def read(self, ids: Sequence[Sequence[int]], words: Sequence[np.ndarray]) -> Read:
        """Return what the model makes of texts, whatever their lengths."""
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        most = max(map(len, ids))
        vectors: list[Tensor] = [self.head] * len(ids)
        tokens: list[Tensor] = [self.head] * len(ids)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            longest = max(len(ids[place]) for place in some)
            batch = torch.zeros((len(some), longest), dtype=torch.int64)
            mask = torch.zeros_like(batch)
            for row, place in enumerate(some):
                batch[row, : len(ids[place])] = torch.tensor(ids[place])
                mask[row, : len(ids[place])] = 1
            batch, mask = batch.to(self.device), mask.to(self.device)
            with torch.autocast(self.device.type, torch.bfloat16):
                states = self.bert(input_ids=batch, attention_mask=mask).last_hidden_state
            states = states.float()
            shares = mask.unsqueeze(-1).float()
            pooled = losses.unit((states * shares).sum(1) / shares.sum(1))
            small = losses.unit(states @ self.head)
            for row, place in enumerate(some):
                vectors[place] = pooled[row]
                tokens[place] = torch.nn.functional.pad(small[row], (0, 0, 0, most - longest))
        known = torch.zeros((len(ids), most), dtype=torch.bool)
        for place, each in enumerate(words):
            known[place, : len(each)] = torch.from_numpy(each)
        return Read(torch.stack(vectors), torch.stack(tokens), known.to(self.device))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the questions of a lesson (rows) compare with its paragraphs, by their one vectors and by their tokens,
    and with its sentences; each beside which are right, and which others may be compared."""

    by_vector: Tensor
    by_tokens: Tensor
    right: Tensor
    allowed: Tensor
    by_sentence: Tensor
    right_sentences: Tensor
    allowed_sentences: Tensor


def compare(taught: Taught, corpus: Corpus, lesson: Lesson) -> Comparison:
    """Read the questions and paragraphs of a lesson and compare each with all."""
    texts = [corpus.text(each.text) for each in lesson.questions]
    asked = taught.read([each.ids for each in texts], [each.words for each in texts])
    told = taught.read([each.ids for each in lesson.paragraphs], [each.words for each in lesson.paragraphs])
    counts = _filled([each.counts for each in texts], asked.words.shape[1]).to(taught.device)
    alike = asked.words / asked.words.sum(1, keepdim=True).clamp(min=1)
    sentence, of_paragraph, first = _places(lesson, told.words.shape[1])
    right, allowed, right_sentences, allowed_sentences = (
        each.to(taught.device) for each in _labels(lesson, of_paragraph, first)
    )
    of_paragraph = of_paragraph.to(taught.device)
    nearest = losses.nearest_by_sentence(asked, told, sentence.to(taught.device), len(of_paragraph))
    whole = nearest.new_full((*nearest.shape[:2], len(lesson.paragraphs)), -1.0)
    whole = whole.scatter_reduce(2, of_paragraph.expand_as(nearest), nearest, "amax")
    return Comparison(
        losses.vector_scores(asked, told),
        losses.weighted(whole, alike.float()),
        right,
        allowed,
        losses.weighted(nearest, counts) + losses.weighted(whole, counts)[:, of_paragraph],
        right_sentences,
        allowed_sentences,
    )


def loss(found: Comparison) -> Tensor:
    """Return how far the model is from what a lesson teaches."""
    paragraphs, sentences = (found.right, found.allowed), (found.right_sentences, found.allowed_sentences)
    return (
        losses.cross_entropy(found.by_vector, *paragraphs, losses.VECTOR_TEMPERATURE)
        + losses.cross_entropy(found.by_tokens, *paragraphs, losses.TOKEN_TEMPERATURE)
        + losses.cross_entropy(found.by_sentence, *sentences, losses.SENTENCE_TEMPERATURE)
    )


def firsts(found: Comparison) -> Tensor:
    """Return for each question whether what is right comes first: the paragraph by its one vector, by its tokens,
    and the sentence; shape (questions, 3)."""
    ways = (
        (found.by_vector, found.right, found.allowed),
        (found.by_tokens, found.right, found.allowed),
        (found.by_sentence, found.right_sentences, found.allowed_sentences),
    )
    columns = []
    for scores, right, allowed in ways:
        best = scores.masked_fill(~(allowed | right), -torch.inf).argmax(dim=1, keepdim=True)
        columns.append(right.gather(1, best))
    return torch.cat(columns, dim=1)


def _filled(rows: Sequence[np.ndarray], length: int) -> Tensor:
    filled = torch.zeros((len(rows), length))
    for place, each in enumerate(rows):
        filled[place, : len(each)] = torch.from_numpy(each)
    return filled


def _places(lesson: Lesson, length: int) -> tuple[Tensor, Tensor, list[int]]:
    """Number the sentences of a lesson: that of each token, the paragraph of each, the first of each paragraph.

    The context of a paragraph counts as one more sentence behind its own.
    """
    sentence = torch.zeros((len(lesson.paragraphs), length), dtype=torch.int64)
    of_paragraph: list[int] = []
    first = []
    for place, each in enumerate(lesson.paragraphs):
        first.append(len(of_paragraph))
        own = np.where(each.sentence == NO_SENTENCE, len(each.sentences), each.sentence)
        sentence[place, : len(own)] = torch.from_numpy(own + first[-1])
        of_paragraph += [place] * (len(each.sentences) + 1)
    return sentence, torch.tensor(of_paragraph), first


def _labels(lesson: Lesson, of_paragraph: Tensor, first: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return which paragraphs and sentences are right for each question, and which others it is compared with."""
    asked, told = len(lesson.questions), len(lesson.paragraphs)
    right = torch.zeros((asked, told), dtype=torch.bool)
    allowed = torch.ones_like(right)
    right_sentences = torch.zeros((asked, len(of_paragraph)), dtype=torch.bool)
    for row, question in enumerate(lesson.questions):
        cables = {key.cable for key in question.gold}
        for place, each in enumerate(lesson.paragraphs):
            right[row, place] = each.key in question.gold
            # A summary may well answer too; labels seldom say so.
            allowed[row, place] = not (each.is_summary and each.key.cable in cables)
            for number in evident(question, each):
                right_sentences[row, first[place] + number] = True
    there = torch.zeros(len(of_paragraph), dtype=torch.bool)
    for begin, each in zip(first, lesson.paragraphs, strict=True):
        there[begin + np.unique(each.sentence[each.sentence != NO_SENTENCE])] = True  # not beyond the window
    allowed_sentences = allowed[:, of_paragraph] & there
    right_sentences &= there
    return right, allowed, right_sentences, allowed_sentences


def teach(
    taught: Taught,
    corpus: Corpus,
    questions: Sequence[Question],
    judge: Callable[[Taught], float],
    *,
    passes: int,
    seed: int = 0,
) -> Iterator[str]:
    """Teach a model, and leave it as it was after the pass that `judge` values most; yield a line a pass.

    The embeddings of words stay as they are: they come with the installed model.
    """
    torch.manual_seed(seed)
    taught.bert.eval()  # no dropout, which costs half of the speed on a processor
    taught.bert.set_attn_implementation("eager")  # twice as fast there in half precision
    draw = Random(seed)
    for name, weight in taught.bert.named_parameters():
        weight.requires_grad_(not name.startswith("embeddings.word_embeddings"))
    taught.head.requires_grad_(True)
    learnt = [weight for weight in taught.bert.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learnt, "lr": LEARNING_RATE}, {"params": [taught.head], "lr": HEAD_RATE, "weight_decay": 0.0}],
        weight_decay=DECAY,
    )
    per_pass = sum(1 for _ in lessons(corpus, questions, Random(seed)))
    steps = per_pass * passes
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP)))
    )
    best, kept = judge(taught), None
    yield f"untaught: {best:.4f}"
    for number in range(1, passes + 1):
        begun, total = time.monotonic(), 0.0
        for count, lesson in enumerate(lessons(corpus, questions, draw), start=1):
            wrong = loss(compare(taught, corpus, lesson))
            optimizer.zero_grad()
            wrong.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            schedule.step()
            total += wrong.item()
            if count % 20 == 0:
                print(
                    f"  {count} of {per_pass}: {total / count:.3f}, {time.monotonic() - begun:.0f} s", flush=True
                )
        value = judge(taught)
        yield f"pass {number}: loss {total / per_pass:.3f}, left out {value:.4f}, {time.monotonic() - begun:.0f} s"
        if value > best:
            best, kept = value, _state(taught)
    if kept:
        taught.bert.load_state_dict(kept[0])
        taught.head.data.copy_(kept[1])


def _state(taught: Taught) -> tuple[dict[str, Tensor], Tensor]:
    states = {name: tensor.clone() for name, tensor in taught.bert.state_dict().items()}
    return states, taught.head.detach().clone()


def judging(corpus: Corpus, questions: Sequence[Question]) -> Callable[[Taught], float]:
    """Return what says how often a model finds first what is right.

    Each question chooses among its own paragraphs and what tempts it.
    """

    def judge(taught: Taught) -> float:
        found = []
        with torch.no_grad():
            for question in questions:
                keys = [*sorted(question.gold), *question.tempting]
                read = [each for key in keys if (each := corpus.paragraph(key))]
                found.append(firsts(compare(taught, corpus, Lesson([question], read))).float().mean())
        return float(torch.stack(found).mean())

    return judge


def device() -> torch.device:
    """Return the GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
