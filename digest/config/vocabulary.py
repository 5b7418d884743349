"""Regions and topics: country codes, words, aliases and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from digest.config.document import ANY, Document, texts
from digest.config.findings import Finding
from digest.config.locator import Path
from digest.config.values import wrong_country, wrong_line

RuleChecker = Callable[[str, Mapping[str, tuple[str, ...]]], tuple[str, int] | None]
"""(rule, aliases) -> None when the rule is fine, else (what is wrong, the position of it)."""


def bad_places(document: Document, countries: Callable[[], frozenset[str]]) -> Iterator[Finding]:
    """Country codes that the gazetteer lacks, and words that are none."""
    for path, code in texts(document, ("regions", ANY, "countries", ANY)):
        if trouble := wrong_country(code, countries()):
            yield Finding(path, trouble)
    for path, word in texts(document, ("regions", ANY, "words", ANY)):
        if trouble := wrong_line(word):
            yield Finding(path, trouble)


def bad_aliases(document: Document) -> Iterator[Finding]:
    """Spellings that are blank, that no text can have, or that two aliases claim."""
    from digest.language.spellings import wrong_term  # where a file is read, not before

    owner: dict[str, str] = {}
    for path, spelling in (*_alias_names(document), *texts(document, ("aliases", ANY, ANY))):
        name = str(path[1])
        if trouble := wrong_line(spelling) or wrong_term(spelling):
            yield Finding(path, trouble)
        elif owner.setdefault(spelling.casefold(), name) != name:
            yield Finding(path, f'"{spelling}" is a spelling of "{owner[spelling.casefold()]}" already; keep one')


def _alias_names(document: Document) -> Iterator[tuple[Path, str]]:
    table = document.get("aliases")
    for name in table if isinstance(table, Mapping) else ():
        yield ("aliases", name), name


def known_aliases(document: Document) -> dict[str, tuple[str, ...]]:
    """The aliases of a document that have the right kind, as a rule parser takes them."""
    table = document.get("aliases")
    good = table if isinstance(table, Mapping) else {}
    return {
        name: tuple(one for one in spellings if isinstance(one, str))
        for name, spellings in good.items()
        if isinstance(spellings, list)
    }


def bad_rules(document: Document, rule_trouble: RuleChecker) -> Iterator[Finding]:
    """Rules of topics, and what editions exclude, that cannot be read."""
    aliases = known_aliases(document)
    for path, rule in texts(document, ("topics", ANY, "rule")):
        if not rule.strip():
            yield Finding(path, 'is blank; write words joined by AND and OR, or "*" for everything')
        elif trouble := rule_trouble(rule, aliases):
            yield Finding(path, *trouble)
    for path, rule in texts(document, ("editions", ANY, "exclude")):
        if rule.strip() and (trouble := rule_trouble(rule, aliases)):
            yield Finding(path, *trouble)
