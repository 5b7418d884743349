"""The table [brand] of feeds.toml: how a house looks in mail, on the web and in print, without a template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from digest.config.colours import CLEAR, DARK, contrast, readable, wrong_colour
from digest.config.document import Document, texts
from digest.config.findings import Finding
from digest.config.tables import Table
from digest.config.values import wrong_line

_FACES = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]*(, ?[A-Za-z0-9][A-Za-z0-9 -]*)*")
_PACKAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BrandTable(Table):
    """The look of the house, the same in mail, web and print. What is left out looks as it is shipped."""

    name: str = Field(
        "",
        description="The house's name, above the title; it stands for the logo where pictures are off.",
        examples=["Northern Desk"],
    )
    logo: str = Field(
        "", description="An SVG or PNG for the masthead; default: that of `[digest]`.", examples=["logo.svg"]
    )
    mail_logo: str = Field(
        "",
        description="A PNG for mails, which show no SVG; default: the logo, where that is a PNG.",
        examples=["logo.png"],
    )
    accent: str = Field(
        "",
        description="Rules, labels and topics: #rrggbb with a contrast of 4.5:1 on white. The dark scheme gets the "
        "nearest tint that is read there; `digest check` says which.",
        examples=["#005a3c"],
    )
    link: str = Field("", description="Links, the same way.", examples=["#1d4f91"])
    serif: str = Field(
        "",
        description="Faces for reading on screens, the first that the reader has is used.",
        examples=["Charter, Cambria"],
    )
    sans: str = Field(
        "", description="Faces for labels and facts on screens, the same way.", examples=["Avenir Next, Segoe UI"]
    )
    print_serif: str = Field(
        "",
        description="The face for reading in print: the name of an installed typeface package without `fontpkg-`.",
        examples=["literata"],
    )
    print_sans: str = Field(
        "", description="The face for labels and facts in print, the same way.", examples=["ibm-plex-sans"]
    )


def bad_brand(document: Document) -> Iterator[Finding]:
    """Colours that nobody can read, names of faces that are none, a mail's logo that mails do not show."""
    checks = {
        "name": wrong_line,
        "accent": wrong_colour,
        "link": wrong_colour,
        "serif": _wrong_faces,
        "sans": _wrong_faces,
        "print_serif": _wrong_package,
        "print_sans": _wrong_package,
        "mail_logo": _wrong_mail_logo,
    }
    for key, wrong in checks.items():
        for path, text in texts(document, ("brand", key)):
            if text and (trouble := wrong(text)):
                yield Finding(path, trouble)


def remarks(brand: BrandTable, logo: str) -> tuple[str, ...]:
    """What a brand becomes where it cannot be kept: a sentence each. `logo` is the one that is in use."""
    found = []
    for key, colour in (("accent", brand.accent), ("link", brand.link)):
        tint = readable(colour, DARK, CLEAR) if colour else ""
        if tint != colour:
            ratio = int(contrast(colour, DARK) * 10) / 10
            found.append(f"[brand] {key}: {colour} has contrast {ratio}:1 on dark; there it is shown as {tint}")
    if logo.lower().endswith(".svg") and not brand.mail_logo:
        found.append("[brand] logo: mails show no SVG, they have the name in type; write mail_logo = a PNG")
    return tuple(found)


def _wrong_faces(text: str) -> str:
    return "" if _FACES.fullmatch(text) else f'"{text}" are no names of faces; write e.g. "Charter, Cambria"'


def _wrong_package(text: str) -> str:
    if _PACKAGE.fullmatch(text):
        return ""
    return f'"{text}" is no typeface package; write its name without "fontpkg-", e.g. "literata"'


def _wrong_mail_logo(text: str) -> str:
    return "" if text.lower().endswith(".png") else f'"{text}" is no PNG, which is what mails show; write one\'s path'
