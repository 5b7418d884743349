"""The head of a mail: what goes in comes out, and nothing breaks out."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError, DigestError
from digest.render.head import ascii_address, clean, mailbox, phrase, serialise, unstructured

HOSTILE = [
    "=?utf-8?q?a=0D=0ABcc:evil@example.org?=",
    "=?utf-8?b?YQ0KQmNjOiBldmlsQGV4YW1wbGUub3Jn?=",
    "a\r\nBcc: evil@example.org",
    "a\nBcc: evil@example.org\n\nbody",
    "a\x85Bcc: evil@example.org\u2028Cc: x",
    "a\x0bb\x0cc\x1cd\x00e\x7f",
    '"; Bcc: evil@example.org; "',
    "<evil@example.org>, other@example.org",
    "\u202eevil\u2066",
    "A line that ends exactly where it would be folded, with a colon there: and then goes on",
]


def parsed(head: bytes) -> EmailMessage:
    return message_from_bytes(head + b"\r\n", policy=default)


@given(st.text(st.characters(), max_size=200) | st.sampled_from(HOSTILE))
def test_any_title_stays_in_its_field(title: str) -> None:
    head = serialise((("Subject", unstructured(title)), ("To", mailbox(title, "list@digest.example")), ("X-End", "1")))
    message = parsed(head)
    assert message.keys() == ["Subject", "To", "X-End"]
    assert str(message["Subject"]) == clean(title)
    assert [address.addr_spec for address in message["To"].addresses] == ["list@digest.example"]
    assert head.isascii()
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    assert b"\n" not in head.replace(b"\r\n", b"")


@pytest.mark.parametrize("title", HOSTILE)
def test_decoding_and_writing_again_adds_no_field(title: str) -> None:
    message = parsed(serialise((("Subject", unstructured(title)),)))
    again = EmailMessage()
    again["Subject"] = str(message["Subject"])
    assert message_from_bytes(again.as_bytes(), policy=default).keys() == ["Subject"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  A\t title\n", "A title"),
        ("=?utf-8?q?x?=", "= ?utf-8?q?x? ="),
        ("a\u202eb\u200bc\x00", "abc"),
        ("می\u200cشود", "می\u200cشود"),
        ("\U0001f1f9\U0001f1f7 flag", "\U0001f1f9\U0001f1f7 flag"),
    ],
)
def test_texts_are_tidied(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Weekly Brief", '"The Weekly Brief" <list@digest.example>'),
        ('Say "hi" \\ bye', '"Say \\"hi\\" \\\\ bye" <list@digest.example>'),
        ("", "<list@digest.example>"),
        ("\x00", "<list@digest.example>"),
        ("Край", "=?utf-8?b?0JrRgNCw0Lk=?= <list@digest.example>"),
    ],
)
def test_names_before_addresses(name: str, expected: str) -> None:
    assert mailbox(name, "list@digest.example") == expected


def test_a_long_name_is_encoded_in_words_that_fit() -> None:
    encoded = phrase("Ж" * 100).split()
    assert len(encoded) > 1
    assert all(len(word) <= 75 for word in encoded)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("a.b+c@digest.example", "a.b+c@digest.example"), (" desk@köln.example ", "desk@xn--kln-sna.example")],
)
def test_addresses_are_written_in_ascii(address: str, expected: str) -> None:
    assert ascii_address(address) == expected


@pytest.mark.parametrize(
    "address",
    ["", "desk", "desk@", "@digest.example", "a b@digest.example", "a@b", "a@b.example\r\nBcc: c@d.example",
     "a@b.example, c@d.example", "дом@digest.example", "a@" + "x" * 64 + ".example", "a" * 250 + "@b.example"],
)  # fmt: skip
def test_what_is_no_address_is_a_fault_of_the_configuration(address: str) -> None:
    with pytest.raises(ConfigError, match=r"delivery\.from"):
        ascii_address(address)


@pytest.mark.parametrize(
    ("name", "value"),
    [("Sub ject", "x"), ("Subject", "a\r\nBcc: b"), ("Subject", "a\x00b"), ("Subject", "x" * 1200), ("", "x")],
)
def test_what_would_break_out_is_never_written(name: str, value: str) -> None:
    with pytest.raises(DigestError, match=r"mail\.eml"):
        serialise(((name, value),))
