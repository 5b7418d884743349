"""Markup taken as text: how deep it is nested, and what is left of it in a line that should have none."""

from __future__ import annotations

import re
from html import unescape

DEEPEST = 200  # open elements; real articles stay under 60, and tree builders take quadratic time far beyond

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
# These never hold others, or end where the next one begins: nobody closes them, and they do not nest.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup colgroup rp rt".split()
)
# What these hold is among the flat ones, and open with them: a table in a cell is four elements deeper, a list two.
_WEIGHTS = {"table": 4, "ul": 2, "ol": 2, "dl": 2, "menu": 2, "dir": 2, "select": 2, "ruby": 2}
_INLINE_NAMES = (
    "a abbr acronym b big bdi bdo blink cite code del dfn em embed font i img input ins kbd marquee mark nobr q ruby s "
    "samp small span strike strong sub sup time tt u var wbr"
).split()
_INLINE = re.compile(
    # A comment that nobody closes goes to the end, as in HTML: else each would be searched for its end.
    rf"<!\[CDATA\[|\]\]>|<!--.*?(?:-->|\Z)|</?(?:{'|'.join(_INLINE_NAMES)})(?=[\s/>])[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(
    r"</?(?:br|p|div|h[1-6]|li|[uod]l|d[td]|t[dhr]|thead|tbody|tfoot|table|caption|section|article|aside|header|footer"
    r"|main|nav|address|blockquote|pre|center|figure|figcaption|hr|html|head|body|title|meta|link|base|form|fieldset"
    r"|legend|label|select|option|textarea|button|i?frame|frameset|noframes|noscript|object|param|applet|picture|video"
    r"|audio|source|track|canvas|svg|math|template|!doctype)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_DEAD = re.compile(r"<(script|style)(?=[\s>])[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_CLOSED = re.compile(
    r"<(?:script|style|title|textarea|iframe|noframes|noembed|noscript|xmp|plaintext)(?:\s[^<>]*)?/>", re.IGNORECASE
)
_NO_COMMENT = re.compile(r"<!(?!--|\[|doctype[^<>]{0,500}>)", re.IGNORECASE)
# An entity that is left when all were resolved once: somebody escaped the text twice.
_LEFT_OVER = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[lr]aquo|[nm]dash|hellip|bull|middot|copy|reg|trade|euro|pound"
    r"|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron)|szlig|aelig|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
)
_TIMES = 3  # of escaping, beyond the first, that are undone


def capped(html: str, depth: int = DEEPEST) -> str:
    """`html` without the elements that lie deeper than `depth`; their text and its paragraphs stay. Linear in time."""
    if html.count("<") <= depth:
        return html
    open_now = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal open_now
        closing, name, rest = found.groups()
        name = name.lower()
        if name in _FLAT or (rest.endswith("/") and not closing):
            return found[0]
        weight = _WEIGHTS.get(name, 1)
        before = open_now
        open_now = max(0, before - weight) if closing else before + weight
        if max(before, open_now) <= depth:
            return found[0]
        return "" if name in _INLINE_NAMES else "<p>"

    return _TAG.sub(keep, html)


def mended(html: str) -> str:
    """`html` with two slips undone over which an HTML parser would lose all that follows.

    XHTML closes elements in themselves that HTML never does ("<iframe/>", "<script/>", "<title/>"): they are left out.
    "<!" begins a comment that nobody meant, unless it is a comment, a document type or a marked section.
    """
    if "/>" in html:
        html = _CLOSED.sub("", html)
    return _NO_COMMENT.sub("&lt;!", html) if "<!" in html else html


def plain(line: str) -> str:
    """The text of a line of HTML, such as a feed's title: tags and entities resolved, white space folded.

    Only tags that HTML has are taken for tags: "if x<y" stays as it is. Scripts and styles go with what is in them.
    """
    if "<" in line:
        line = _BLOCK.sub(" ", _INLINE.sub("", _DEAD.sub("", line)))
    return " ".join(unescaped(unescape(line) if "&" in line else line).split())


def unescaped(text: str) -> str:
    """`text` with the entities resolved that are left over where somebody escaped it more than once."""
    for _ in range(_TIMES):
        if not _LEFT_OVER.search(text):
            break
        text = _LEFT_OVER.sub(lambda found: unescape(found[0]), text)
    return text
