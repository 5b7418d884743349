"""One reader's mail: their words in every place, in its encoding, and nothing else changed."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.errors import ConfigError, DigestError
from digest.models import Issue, Rendered
from digest.render.eml import EmlRenderer
from digest.render.mail import MailRenderer
from digest.render.personal import Reader, Template, personalised, template
from digest.render.text import TextRenderer
from tests.builders import issue, piece, section
from tests.render import samples

PDF = Rendered("issue.pdf", "application/pdf", b"%PDF-1.7" * 2000)
ADA = Reader(
    address="ada@readers.example",
    name="Ada",
    unsubscribe="https://digest.example/u/0123456789abcdef?list=weekly&copy;1",
    preferences="https://digest.example/p/0123456789abcdef",
    message_id="<1.ada@digest.example>",
)
NAMES = [
    "Ada",
    "عائشة",
    "Ольга Ќ",
    "👩🏽\u200d🔬 Zoë",
    '"><script>alert(1)</script>',
    "A\r\nBcc: x@y.example",
    "{name} %s",
    "&amp;",
]


def greeted(plan: Issue) -> Issue:
    return replace(
        plan,
        imprint=replace(
            plan.imprint,
            greeting="Good morning, {name}.",
            greeting_all="Good morning.",
            preferences="https://digest.example/preferences",
        ),
    )


@cache
def eml_of(plan: Issue) -> bytes:
    made = {"issue.pdf": PDF}
    for one in (TextRenderer(), MailRenderer(), EmlRenderer()):
        made[one.name] = one.render(plan, made, frozenset())
    return made["mail.eml"].body


@cache
def mould_of(plan: Issue) -> Template:
    return template(eml_of(plan), plan)


def read(message: bytes) -> EmailMessage:
    return message_from_bytes(message, policy=default)


def part(message: bytes, subtype: str) -> str:
    found = read(message).get_body((subtype,))
    assert found is not None
    return str(found.get_content())


LATIN, ARABIC = greeted(samples.world()), greeted(samples.arabic())


@pytest.mark.parametrize("plan", [LATIN, ARABIC], ids=["quoted-printable", "base64"])
@pytest.mark.parametrize("name", NAMES)
def test_a_readers_words_stand_in_every_place(plan: Issue, name: str) -> None:
    message = personalised(mould_of(plan), replace(ADA, name=name))
    shown = " ".join(name.split())
    text, tree = part(message, "plain"), LexborHTMLParser(part(message, "html"))
    assert f"Good morning, {shown}." in text
    assert f"<{ADA.unsubscribe}>" in text
    assert f"<{ADA.preferences}>" in text
    (line,) = tree.css("#greeting")
    assert line.text() == f"Good morning, {shown}."
    assert not tree.css("script")
    links = [node.attributes.get("href") for node in tree.css("a")]
    assert (links.count(ADA.unsubscribe), links.count(ADA.preferences)) == (1, 1)
    head = read(message)
    assert head["To"].addresses[0].addr_spec == ADA.address
    assert (head["Message-ID"], head["Bcc"]) == (ADA.message_id, None)
    assert head["List-Unsubscribe"] == f"<{ADA.unsubscribe}>, <mailto:weekly@digest.example?subject=unsubscribe>"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(head.keys()) == len(set(head))


@pytest.mark.parametrize("plan", [LATIN, ARABIC, samples.small()], ids=["latin", "arabic", "one"])
def test_all_else_stays_as_it_was(plan: Issue) -> None:
    before, after = eml_of(plan), personalised(mould_of(plan), Reader())
    for subtype in ("plain", "html"):
        assert part(after, subtype) == part(before, subtype)
    attached = [list(read(one).iter_attachments()) for one in (before, after)]
    assert [one.get_content() for one in attached[0]] == [one.get_content() for one in attached[1]]
    assert dict(read(before)) == dict(read(after))


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=40), token=st.text("abcdef0123456789", min_size=1, max_size=60))
def test_no_name_breaks_out(name: str, token: str) -> None:
    for plan in (LATIN, ARABIC):
        message = personalised(mould_of(plan), replace(ADA, name=name, unsubscribe=f"https://digest.example/u/{token}"))
        lines = message.split(b"\r\n")
        assert not any(b"\r" in line or b"\n" in line or len(line) > 998 for line in lines)
        assert message.isascii()
        assert not read(message).defects
        names = [key.lower() for key in read(message)]
        assert names == [key.lower() for key in read(eml_of(plan))]
        assert f"https://digest.example/u/{token}>" in part(message, "plain").replace("\n", "")
        assert part(message, "html").count(f'"https://digest.example/u/{token}"') == 1


def test_encoded_lines_are_short() -> None:
    for plan in (LATIN, ARABIC):
        message = personalised(mould_of(plan), replace(ADA, name="Zoë " * 60))
        body = message.partition(b"\r\n\r\n")[2]
        assert max(map(len, body.split(b"\r\n"))) <= 78


def test_an_article_cannot_ask_for_a_readers_name_or_address() -> None:
    words = '{name} <td id="greeting">x</td> %%unsubscribe%% {{ reader.name }} {unsubscribe}'
    plan = greeted(issue(section("Europe", "Talks", piece(words))))
    message = personalised(mould_of(plan), replace(ADA, name="Ada Lovelace"))
    assert part(message, "html").count("Ada Lovelace") == part(message, "plain").count("Ada Lovelace") == 1
    assert part(message, "html").count(ADA.unsubscribe.replace("&", "&amp;")) == 1


@pytest.mark.parametrize(
    ("reader", "error"),
    [
        (replace(ADA, unsubscribe="javascript:alert(1)"), DigestError),
        (replace(ADA, unsubscribe="https://a.example/\r\nBcc: x@y.example?" + "x" * 600), DigestError),
        (replace(ADA, unsubscribe="mailto:a@b.example\r\nBcc:x"), DigestError),
        (replace(ADA, preferences="data:text/html,x"), DigestError),
        (replace(ADA, address="a@b.example\r\nBcc: c@d.example"), ConfigError),
        (replace(ADA, message_id="<1@a>\r\nBcc: c@d.example"), DigestError),
    ],
)
def test_what_is_no_address_is_refused(reader: Reader, error: type[Exception]) -> None:
    with pytest.raises(error):
        personalised(mould_of(LATIN), reader)


def test_a_reader_without_a_page_leaves_by_mail() -> None:
    way = "mailto:leave+0123@digest.example?subject=unsubscribe"
    head = read(personalised(mould_of(LATIN), replace(ADA, unsubscribe=way)))
    assert head["List-Unsubscribe"] == f"<{way}>"


@pytest.mark.parametrize(
    "message", [b"no head", b"Subject: x\r\nnot a field\r\n\r\nbody", b"A: b\r\n\r\n" + b"x" * 999]
)
def test_what_is_no_mail_is_refused(message: bytes) -> None:
    with pytest.raises(DigestError):
        template(message, LATIN)
