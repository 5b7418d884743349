"""Lines that say what they are: "Published on June 5, 2025", "Author: Jo Bloggs", and an export's category line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from digest.language.wordlists import any_of, tables, wordlist

Field = Literal[
    "title", "published", "ignored", "updated", "url", "publisher", "agency", "author", "language", "category", "place",
    "kind", "tags", "guid", "summary",
]  # fmt: skip

# Arabic names may hold vowel signs and joiners.
_LINE = re.compile(
    r"\W{0,3}(?P<name>[^\W\d_][\w \u064b-\u065f\u200c'’-]{1,40}?)\W{0,2}\s*[:：]\W{0,2}?(?P<value>.*)", re.DOTALL
)
_BETWEEN = re.compile(r"[,،、;؛|/»>•·]|\s[-–—]+(?=\s|[,،;]|$)")  # the categories of a line
_LINK = re.compile(r"\[[^\]]*\]\(\s*([^\s)]*)[^)]*\)")
_ADDRESS = re.compile(r"<?(https?://\S+?)>?", re.IGNORECASE)
_MARKS = " \t*_#"

_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}/?", re.IGNORECASE)

# Whose own names are known, too.
_NEWS_LANGUAGES = (
    "ar az bg bn bs ca cs da de el en es et fa fi fr ha he hi hr hu hy id it ja ka kk ko ku lt lv mk ms nl no pl ps pt "
    "ro ru sd sk sl so sq sr sv sw ta tg th tr uk ur uz vi zh"
).split()
_NAMED_IN = "fr de es pt it tr ru uk ar ur fa".split()


def field_of(name: str) -> Field | None:
    """The field that a label or a front matter's key stands for; None for an unknown one."""
    return _fields().get(re.sub(r"[\s_-]+", " ", _spaced(name)).strip().casefold())


@lru_cache(maxsize=1)
def _fields() -> dict[str, Field]:
    return {name: cast("Field", field) for field, names in tables("fields").items() for name in names}


class Label(NamedTuple):
    """A line that says what it is."""

    field: Field
    value: str
    name: str  # the label as it stands there, without marks


def labelled(line: str) -> tuple[Field, str] | None:
    """The field and the value of a line such as "Published on June 5, 2025" or "**Author:** Jo Bloggs"."""
    found = label_of(line)
    return (found.field, found.value) if found else None


def label_of(line: str) -> Label | None:
    """What a labelled line says, and how it is labelled; None for another line."""
    text = line.strip()
    found = _LINE.match(text)
    field = field_of(found["name"]) if found else None
    if not found or not field:
        found = _bare().fullmatch(text)
        field = field_of(found["name"]) if found else None
        if field == "author" and not _is_name(found["value"] if found else ""):
            return None
    return Label(field, found["value"].strip(_MARKS), _named(found["name"])) if found and field else None


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    """Labels that need no colon, and what stands behind them."""
    names = any_of(wordlist("head", "bare"))
    return re.compile(rf"\W{{0,3}}(?P<name>{names})[*_]{{0,2}}\s+(?P<value>\S.{{1,80}})", re.IGNORECASE)


def _named(name: str) -> str:
    return " ".join(name.strip(_MARKS).split())


def address(value: str) -> str:
    """The web address in a line that holds nothing else, bare, in angle brackets or as a Markdown link; else ""."""
    text = value.strip(_MARKS)
    link = _LINK.fullmatch(text)
    found = _ADDRESS.fullmatch(link[1] if link else text)
    return found[1] if found else ""


def host(line: str) -> str:
    """The host name in a line that holds nothing else, "rki.news"; else ""."""
    text = line.strip(_MARKS)
    found = _HOST.fullmatch(text)
    return re.sub(r"^https?://|/$", "", text, flags=re.IGNORECASE) if found else ""


def agency(line: str, needs_colon: bool = False) -> str:
    """Whom a line such as "Sources Anadolu Agency" names; "" for another line, or a sentence that begins so."""
    found = _sources().fullmatch(line.strip(_MARKS))
    if not found or (needs_colon and not found["colon"]):
        return ""
    value = found["value"].strip(_MARKS)
    sentence = value.endswith((".", "!", "?")) and not re.search(r"\b\w\.$", value)
    return value if found["colon"] or (_is_name(value) and not sentence) else ""


@lru_cache(maxsize=1)
def _sources() -> re.Pattern[str]:
    names = any_of(wordlist("head", "sources"))
    return re.compile(rf"(?:{names})(?P<colon>\s*[:：–-])?\s+(?P<value>\S.*)", re.IGNORECASE)


def categories(line: str) -> tuple[str, str, str]:
    """Language (BCP 47), place and kind of a line such as ",English,Middle East - ,Snippets"; "" where it says none.

    They may come in any order: a language and a sort of text are known by their names, and so is a place; of two
    unknown words the first is the place.
    """
    language, place, kind, _ = sorted_out(line)
    return language, place, kind


def sorted_out(line: str) -> tuple[str, str, str, tuple[str, ...]]:
    """The same, and the categories that are left over."""
    words = [word.strip(" \t-–—_/|>»•·*") for word in _BETWEEN.split(line)]
    language = place = kind = ""
    unknown: list[str] = []
    for word in filter(None, words):
        if not kind and word.casefold() in wordlist("head", "kinds"):
            kind = word
        elif not place and _is_place(word):
            place = word
        elif not language and _language(word):
            language = _language(word)
        else:
            unknown.append(word)
    place = place or (unknown.pop(0) if unknown else "")
    kind = kind or (unknown.pop(0) if unknown else "")
    return language, place, kind, tuple(dict.fromkeys(unknown))


def _spaced(name: str) -> str:
    """`datePublished` as "date Published"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _is_name(value: str) -> bool:
    """Whether it is a name rather than the rest of a sentence: few words, the long ones in capitals where there are."""
    words = value.split()
    return len(words) <= 10 and not any(word[:1].islower() for word in words if len(word) > 3)


def _is_place(word: str) -> bool:
    name = word.casefold().removeprefix("the ")
    return name in wordlist("head", "regions") or name in _territories()


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    from babel import Locale

    return frozenset(name.casefold() for name in Locale("en").territories.values())


def _language(word: str) -> str:
    """The BCP 47 language that `word` names in English or in itself; "" for another word."""
    name = word.casefold()
    return _in_english().get(name) or _in_itself().get(name) or _in_others().get(name, "")


@lru_cache(maxsize=1)
def _in_english() -> dict[str, str]:
    from babel import Locale

    return {name.casefold(): tag.replace("_", "-") for tag, name in Locale("en").languages.items()}


@lru_cache(maxsize=1)
def _in_others() -> dict[str, str]:
    """The languages of the news as other languages name them: "Anglais", "İngilizce", "انگریزی"."""
    from babel import Locale

    named = ((Locale(other).languages.get(tag), tag) for other in _NAMED_IN for tag in _NEWS_LANGUAGES)
    return {name.casefold(): tag for name, tag in named if name}


@lru_cache(maxsize=1)
def _in_itself() -> dict[str, str]:
    from babel import Locale

    return {(Locale(tag).get_language_name(tag) or "").casefold(): tag for tag in _NEWS_LANGUAGES}
