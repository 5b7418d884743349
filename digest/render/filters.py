"""The filters that templates may use; those that need the issue's language take it from the page.

alt          what stands for a piece's picture where it is not seen
day          an aware datetime as "5 June", with the year when it is not the issue's
long_day     ... as "5 June 2025"
dated        a timeline's date as "2 June", "May 2025" or "2022"
number       a whole number in the issue's own digits
count        a number and a noun of the catalogues: {{ 3|count("stories") }}
href         an http(s) address, safe in an attribute; "" for anything else
fitted       a picture's width and height in a box: {{ picture|fitted(552, 414) }}
host         an address's host, without "www."
from_mail    where a mail has a picture's file from: beside it, or from the web
numbered     a link as plain text has it: <address>, or its number in the list at the end
bdi          text, in an element of its own direction and language when it runs against the page
direction    "ltr" or "rtl", by the letters of a text
voice        a text's `direction` and `language`: {{ text|voice(piece.language, piece.direction) }}
prose        a paragraph's sentences, joined
say          a label with its holes filled, in markup each in its own direction: {{ "received"|say(day="5 June") }}
credit       whom an article is from: "Anadolu Agency, through rki.news"
byline       the same as markup, each name in its own direction and language
first_printed  where a follow-up's story was printed first: "First printed in No. 12, 16 November 2026"
plain        a number as an SVG has it: 12.5
printing_url   the address of that page, "" when nothing is published
notes        a piece's footnotes; note_number: of the one that a paragraph refers to
also_in      the other articles behind a piece
by_model     whether a language model wrote what a piece prints
reasons      why a piece is there, in one line: words that matched, publishers, score
spans        a paragraph's offsets in its snapshot: "0-120 121-200"; ranges_of: of one sentence
ranges       sorted numbers as "1–3, 7"
told         what happened to one source, and, where the page is in English as advice is, what to do
troubles     failures, gathered by what happened, in the issue's language
in_quotes    a text in the quotation marks of the issue's language
joint        what stands before a name of a list, "", ", " or " and ": {{ loop|joint }}{{ name }}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, LoopContext
from markupsafe import Markup, escape

from digest.models import Event, Failure, Issue, Piece, Printing, SourceRef, Update
from digest.render import bidi, dates
from digest.render.addresses import host, href, issue_url, printing_url
from digest.render.catalogues import ENGLISH
from digest.render.facts import (
    Trouble,
    also_in,
    by_model,
    credit,
    first_printed,
    grounds,
    note_number,
    notes,
    prose,
    ranges,
    ranges_of,
    spans,
    troubles,
)
from digest.render.labels import labels
from digest.render.pictures import alt, fitted


@pass_context
def _day(context: Context, moment: datetime) -> str:
    issue: Issue = context["issue"]
    return dates.day(moment, issue.language, issue.timezone, issue.until.year)


@pass_context
def _long_day(context: Context, moment: datetime) -> str:
    issue: Issue = context["issue"]
    return dates.long_day(moment, issue.language, issue.timezone)


@pass_context
def _dated(context: Context, iso: str) -> str:
    issue: Issue = context["issue"]
    return dates.dated(iso, issue.language, issue.until.year)


@pass_context
def _number(context: Context, number: int) -> str:
    return labels(context["issue"].language).number(number)


@pass_context
def _count(context: Context, number: int, noun: str) -> str:
    return labels(context["issue"].language).count(noun, number)


@pass_context
def _ranges(context: Context, numbers: tuple[int, ...]) -> str:
    return ranges(numbers, labels(context["issue"].language))


@pass_context
def _say(context: Context, key: str, **values: str) -> str:
    label = labels(context["issue"].language)
    if not context.eval_ctx.autoescape:
        return label.say(key, **values)
    base = context["issue"].direction
    return escape(label[key]).format(**{name: bidi.isolate(value, "", base) for name, value in values.items()})


@pass_context
def _credit(context: Context, ref: SourceRef | Event) -> str:
    return credit(ref, labels(context["issue"].language))


@pass_context
def _byline(context: Context, ref: SourceRef | Event) -> str:
    names = {"agency": ref.agency, "publisher": ref.publisher}
    base = context["issue"].direction
    marked = {name: bidi.isolate(text, ref.language, base) for name, text in names.items()}
    if not ref.agency or ref.agency == ref.publisher:
        return marked["publisher"]
    return escape(labels(context["issue"].language)["through"]).format(**marked)


@pass_context
def _direction(context: Context, text: str) -> str:
    return bidi.direction_of(text, context["issue"].direction)


@pass_context
def _capitals(context: Context, text: str) -> bool:
    return bidi.capitals(text, context["issue"].language)


@pass_context
def _bdi(context: Context, text: str, language: str = "") -> Markup:
    return bidi.isolate(text, language, context["issue"].direction)


@pass_context
def _first_printed(context: Context, update: Update) -> str:
    issue: Issue = context["issue"]
    number, day = first_printed(update, issue, labels(issue.language))
    return _say(context, "first_printed", issue=number, day=day)


@pass_context
def _printing_url(context: Context, printing: Printing) -> str:
    return printing_url(printing, context["issue"])


@pass_context
def _from_mail(context: Context, file: str) -> str:
    issue: Issue = context["issue"]
    return (issue_url(issue, file) if issue.imprint.pictures == "hosted" else "") or file


@pass_context
def _numbered(context: Context, address: str) -> str:
    links: Mapping[str, int] = context["links"]
    return f"[{_number(context, links[address])}]" if address in links else f"<{address}>"


@pass_context
def _alt(context: Context, piece: Piece) -> str:
    return alt(piece, labels(context["issue"].language))


@pass_context
def _reasons(context: Context, piece: Piece) -> str:
    """In an edition with `why = true`: one quiet line. All that was judged stands in issue.json."""
    issue: Issue = context["issue"]
    label = labels(issue.language)
    score = label.say("score", n=label.number(round(piece.score * 100)), of=label.number(100))
    counted = [label.count("publishers", piece.publishers), score] if piece.publishers > 1 else [score]
    words = grounds(piece)
    if not context.eval_ctx.autoescape:
        named = label.listed([label.quoted(word) for word in words])
        return " · ".join([f"{label['matched']} {named}", *counted] if words else counted)
    marked = [
        escape(label.joint(at, len(words))) + _quoted(context, bidi.isolate(word, piece.language, issue.direction))
        for at, word in enumerate(words)
    ]
    line = Markup("{} {}").format(label["matched"], Markup("").join(marked))
    return Markup(" · ").join([line, *counted] if words else counted)


@pass_context
def _quoted(context: Context, text: str) -> str:
    label = labels(context["issue"].language)
    return escape(label["quoted"]).format(text=text) if context.eval_ctx.autoescape else label.quoted(text)


@pass_context
def _joint(context: Context, loop: LoopContext) -> str:
    return labels(context["issue"].language).joint(loop.index0, loop.length)


def _trouble(context: Context, sentence: str) -> str:
    """A trouble; in markup its values, names of servers and files, each in its own direction."""
    label = labels(context["issue"].language)
    if not context.eval_ctx.autoescape:
        return label.trouble(sentence)
    form, values = label.trouble_form(sentence)
    base = context["issue"].direction
    return escape(form).format(**{name: bidi.isolate(value, "", base) for name, value in values.items()})


@pass_context
def _troubles(context: Context, failures: tuple[Failure, ...]) -> tuple[Trouble, ...]:
    return troubles(failures, partial(_trouble, context))


@pass_context
def _told(context: Context, failure: Failure) -> str:
    label = labels(context["issue"].language)
    if label.language != ENGLISH or not failure.advice:  # advice is the editor's, who reads it in `digest status`
        return _trouble(context, failure.what)
    return f"{failure.what}{label['semicolon']}{failure.advice}"


def _plain(number: float) -> str:
    return f"{number:g}"


def filters() -> dict[str, Any]:
    """Every filter, by the name that templates use."""
    return {
        "alt": _alt,
        "from_mail": _from_mail,
        "numbered": _numbered,
        "day": _day,
        "long_day": _long_day,
        "dated": _dated,
        "number": _number,
        "count": _count,
        "ranges": _ranges,
        "bdi": _bdi,
        "direction": _direction,
        "voice": bidi.voice,
        "capitals": _capitals,
        "prose": prose,
        "say": _say,
        "credit": _credit,
        "byline": _byline,
        "first_printed": _first_printed,
        "printing_url": _printing_url,
        "plain": _plain,
        "fitted": fitted,
        "href": href,
        "host": host,
        "notes": notes,
        "note_number": note_number,
        "reasons": _reasons,
        "spans": spans,
        "ranges_of": ranges_of,
        "also_in": also_in,
        "by_model": by_model,
        "told": _told,
        "troubles": _troubles,
        "in_quotes": _quoted,
        "joint": _joint,
    }
