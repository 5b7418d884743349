"""write: a composed issue -> the same issue with what a model wrote and its sources say, where the edition asks for it.

The model is asked about what is printed and nothing else. Of each draft the sentences that hold stay; where too few of
them do, the sources' own sentences stand, which is what an issue without a model has. Each kept sentence names the
sentences of its source on which it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from digest.config.schema import EditionTable
from digest.ground import Countries, ground
from digest.language.openings import stands_alone
from digest.language.scripts import direction
from digest.language.sentences import sentences, spans_in
from digest.models import (
    Ask,
    Checked,
    Draft,
    Failure,
    Gloss,
    Issue,
    ModelShare,
    Paragraph,
    Piece,
    Placed,
    Scored,
    Sentence,
    Shown,
    Snapshot,
    Task,
)
from digest.protocols import Watch, Writer

_ENOUGH: Final = 60  # words of a source: a shorter one is its own summary
_MOST: Final = 40  # sentences shown: the rest of a long article adds little, and costs
_FEWEST: Final = 2  # sentences of a summary that must hold


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, in how many words, and how countries are known in a text."""

    writer: Writer
    words: int
    countries: Countries


@dataclass(frozen=True, slots=True)
class Written:
    """The issue with what a model wrote in it, and why other things are not."""

    issue: Issue
    failures: tuple[Failure, ...]


def write(
    issue: Issue,
    scored: Sequence[Scored],
    texts: Mapping[str, Snapshot],
    edition: EditionTable,
    excerpts: Mapping[str, int | None],
    desk: Desk,
    watch: Watch,
) -> Written:
    """Ask for what the edition wants of a model, and put in what holds. `scored` and `texts` are those composed from;
    `excerpts` are words that may be printed of one article, by source: they bind a model's words too.
    """
    cuts = _cuts(scored)
    pieces = [piece for section in issue.sections for topic in section.topics for piece in topic.pieces]
    asks = [ask for piece in pieces if (ask := _ask(piece, issue.language, cuts, texts, edition, excerpts, desk.words))]
    if not asks:
        return Written(issue, ())
    made: dict[str, Piece] = {}
    failures: dict[Failure, None] = {}
    kept = refused = 0
    by_id = {piece.id: piece for piece in pieces}
    with watch.stage("model") as stage:
        for ask, draft in zip(asks, desk.writer.write(asks), strict=True):
            if isinstance(draft, Failure):
                failures[draft] = None
                continue
            piece, some = _put(by_id[ask.piece], ask, draft, desk.countries)
            made[ask.piece] = piece
            kept, refused = kept + some[0], refused + some[1]
            stage.items += 1
    share = ModelShare(desk.writer.name, kept, refused)
    return Written(_with(issue, made, share, tuple(failures)), tuple(failures))


def _cuts(scored: Sequence[Scored]) -> dict[tuple[str, str], Placed]:
    """The cuts by item and each of their passages."""
    return {(cut.item.id, passage.key): cut for one in scored for cut in one.story.cuts for passage in cut.passages}


# -- what is asked -------------------------------------------------------------------------------------------------


def _ask(
    piece: Piece,
    language: str,
    cuts: Mapping[tuple[str, str], Placed],
    texts: Mapping[str, Snapshot],
    edition: EditionTable,
    excerpts: Mapping[str, int | None],
    words: int,
) -> Ask | None:
    """What is wanted for a piece: a gloss where it is foreign, else a summary where there is much to read; or None."""
    foreign = _primary(piece.language) != _primary(language) and piece.language not in {"", "und"}
    if ("glosses" if foreign else "summaries") not in edition.model:
        return None
    found = (cut for tell in piece.tells if (cut := cuts.get(tell)) and _same_language(cut, piece))
    mine = tuple({id(cut): cut for cut in found}.values())
    told = tuple(one for cut in mine for one in _told(cut, piece, texts))[:_MOST]
    if not told or (not foreign and sum(len(one.text.split()) for one in told) < _ENOUGH):
        return None
    limit = min((most for cut in mine if (most := excerpts.get(cut.item.source)) is not None), default=words)
    task: Task = "gloss" if foreign else "summary"
    answer = language if foreign else piece.language
    return Ask(piece.id, task, answer, piece.language, piece.headline.text, told, min(words, limit))


def _same_language(cut: Placed, piece: Piece) -> bool:
    return _primary(cut.item.language) == _primary(piece.language)


def _told(cut: Placed, piece: Piece, texts: Mapping[str, Snapshot]) -> Iterator[Shown]:
    """A cut's sentences, headings left out, those of the lead first."""
    sources = [ref.item for ref in piece.sources]
    if cut.item.id not in sources or cut.item.snapshot not in texts:
        return
    ordinal = {passage.key: number for number, passage in enumerate(cut.item.passages, 1)}
    for passage in cut.passages:
        if passage.kind == "heading":
            continue
        for start, end in sentences(passage.text, cut.item.language):
            spans = spans_in(passage, start, end, texts[cut.item.snapshot].text)
            yield Shown(
                text=passage.text[start:end],
                item=cut.item.id,
                snapshot=cut.item.snapshot,
                spans=spans,
                paragraph=ordinal[passage.key],
                source=sources.index(cut.item.id),
            )


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


# -- what is kept --------------------------------------------------------------------------------------------------


def _put(piece: Piece, ask: Ask, draft: Draft, countries: Countries) -> tuple[Piece, tuple[int, int]]:
    """The piece with what holds of a draft, and how many sentences were kept and refused."""
    checked = ground(draft.text, ask, countries)
    good = _readable(checked, ask)
    if ask.task == "gloss":
        if not checked or checked[0].trouble or not good:
            return piece, (0, len(checked))
        head, *rest = (_sentence(one, ask) for one in good)
        gloss = Gloss(head, tuple(_within(rest, ask.words)), ask.language, direction(ask.language))
        return replace(piece, gloss=gloss), (1 + len(gloss.sentences), len(checked) - len(good))
    made = _within([_sentence(one, ask) for one in good], ask.words)
    if len(made) < min(_FEWEST, len(checked)) or not made:
        return piece, (0, len(checked))
    paragraphs = tuple(_paragraphs(made, ask, piece))
    return replace(piece, paragraphs=paragraphs, shortened=False), (len(made), len(checked) - len(good))


def _readable(checked: Sequence[Checked], ask: Ask) -> list[Checked]:
    """Those that hold, without those that lean on one that does not. A gloss's headline is no sentence."""
    kept: list[Checked] = []
    missing = True  # nothing stands before the first
    for number, one in enumerate(checked):
        leans = missing and not (ask.task == "gloss" and number == 0) and not stands_alone(one.text, ask.language)
        missing = bool(one.trouble) or leans
        if not missing:
            kept.append(one)
    return kept


def _within(made: Sequence[Sentence], words: int) -> list[Sentence]:
    kept: list[Sentence] = []
    for sentence in made:
        words -= len(sentence.text.split())
        if words < 0 and kept:
            break
        kept.append(sentence)
    return kept


def _sentence(one: Checked, ask: Ask) -> Sentence:
    first = ask.told[one.support[0]]
    spans = tuple(span for number in one.support for span in ask.told[number].spans)
    return Sentence(one.text, first.item, first.snapshot, spans, first.paragraph, "model")


def _paragraphs(made: Sequence[Sentence], ask: Ask, piece: Piece) -> Iterator[Paragraph]:
    """One paragraph for each run of sentences from one article: its note names one source."""
    source = {one.item: one.source for one in ask.told}
    run: list[Sentence] = []
    for sentence in [*made, None]:
        if run and (sentence is None or sentence.item != run[0].item):
            yield Paragraph(
                kind="paragraph",
                language=ask.language,
                direction=direction(ask.language),
                source=source[run[0].item],
                sentences=tuple(run),
                passage=piece.tells[0][1] if piece.tells else "",
            )
            run = []
        if sentence is not None:
            run.append(sentence)


def _with(issue: Issue, made: Mapping[str, Piece], share: ModelShare, failures: tuple[Failure, ...]) -> Issue:
    sections = tuple(
        replace(
            section,
            topics=tuple(
                replace(topic, pieces=tuple(made.get(piece.id, piece) for piece in topic.pieces))
                for topic in section.topics
            ),
        )
        for section in issue.sections
    )
    colophon = replace(issue.colophon, model=share, failures=(*issue.colophon.failures, *failures))
    return replace(issue, sections=sections, colophon=colophon)
