"""mail.eml: the message as a server and a strict reader see it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from typing import Any, cast

import pytest

from digest.errors import ConfigError
from digest.models import Issue, Rendered
from digest.render.eml import ATTACHMENT, SUBJECT, EmlRenderer, subject
from digest.render.environment import page
from digest.render.mail import MailRenderer
from digest.render.text import TextRenderer
from tests.builders import issue
from tests.render import samples

PDF = Rendered("issue.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)
SAMPLES = [samples.small, samples.world, samples.arabic, samples.monstrous]


@cache
def bytes_of(plan: Issue, pdf: Rendered | None = None) -> bytes:
    made = {
        "mail.txt": TextRenderer().render(plan, {}, frozenset()),
        "mail.html": MailRenderer().render(plan, {}, frozenset()),
    }
    if pdf:
        made["issue.pdf"] = pdf
    return EmlRenderer().render(plan, made, frozenset()).body


def message_of(plan: Issue, pdf: Rendered | None = None) -> EmailMessage:
    return message_from_bytes(bytes_of(plan, pdf), policy=default)


def imprinted(**changes: Any) -> Issue:
    made = issue()
    return replace(made, imprint=replace(made.imprint, **changes))


def content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return cast("str", part.get_content())


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_is_whole_and_well_formed(sample: samples.Maker) -> None:
    plan = sample()
    data = bytes_of(plan, PDF)
    message = message_of(plan, PDF)
    assert not [part.defects for part in message.walk() if part.defects]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert max(map(len, data.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78
    text = TextRenderer().render(plan, {}, frozenset()).body.decode()
    html = MailRenderer().render(plan, {}, frozenset()).body.decode()
    assert content(message, "plain").splitlines() == text.splitlines()
    assert content(message, "html").splitlines() == html.splitlines()


def test_the_head_of_a_weekly_issue() -> None:
    message = message_of(samples.world())
    assert message.items()[:13] == [
        ("From", "The Weekly Brief <weekly@digest.example>"),
        ("To", "The Weekly Brief <weekly@digest.example>"),
        ("Subject", "The Weekly Brief No. 23: 2–8 June 2025"),
        ("Date", "Mon, 09 Jun 2025 07:00:00 +0000"),
        ("Message-ID", "<weekly-2025-W23.c3fcbe47da5aa65c@digest.example>"),
        ("List-Id", '"The Weekly Brief" <weekly.digest.example>'),
        (
            "List-Unsubscribe",
            "<https://digest.example/unsubscribe/weekly>, <mailto:weekly@digest.example?subject=unsubscribe>",
        ),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Auto-Submitted", "auto-generated"),
        ("Precedence", "bulk"),
        ("Feedback-ID", "weekly-2025-W23:weekly:digest:8104d881e4"),
        ("Content-Language", "en, ar, ru, ur"),
        ("MIME-Version", "1.0"),
    ]


def test_the_date_has_the_issues_zone() -> None:
    assert message_of(replace(issue(), timezone="Asia/Karachi"))["Date"] == "Mon, 09 Jun 2025 12:00:00 +0500"


def test_a_pdf_is_attached_only_when_it_is_wanted_and_there() -> None:
    (part,) = message_of(issue(), PDF).iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("weekly-2025-W23.pdf", "application/pdf")
    assert part.get_content() == PDF.body
    assert message_of(issue()).get_content_type() == "multipart/alternative"
    assert message_of(imprinted(attach=()), PDF).get_content_type() == "multipart/alternative"


def test_a_pdf_that_servers_would_refuse_is_left_to_the_web_page() -> None:
    heavy = replace(PDF, body=b"%PDF-1.7" + b"\0" * ATTACHMENT)
    assert message_of(issue(), heavy).get_content_type() == "multipart/alternative"


def test_one_click_needs_a_secure_page() -> None:
    message = message_of(imprinted(public_url="http://digest.example"))
    assert message["List-Unsubscribe"] == "<mailto:weekly@digest.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None


def test_without_a_sender_it_names_an_address_that_cannot_exist() -> None:
    message = message_of(imprinted(sender_address="", sender_name="", list_id=""))
    assert message["From"] == "The Weekly Brief <weekly@digest.invalid>"
    assert message["List-Id"] == '"The Weekly Brief" <weekly.digest.invalid>'


def test_a_wrong_sender_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ConfigError, match="is not an address"):
        bytes_of(imprinted(sender_address="weekly at digest.example"))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(issue(), "The Weekly Brief No. 23: 2–8 June 2025", id="weekly"),
        pytest.param(issue(number=0, since=None, id="brief/0a1b"), "The Weekly Brief: Up to 9 June 2025", id="brief"),
        pytest.param(
            issue(title="Word " * 30), "Word Word Word Word Word Word Word Word Word… No. 23: 2–8 June 2025", id="cut"
        ),
        pytest.param(issue(title="W" * 90), "W" * 47 + "… No. 23: 2–8 June 2025", id="one-word"),
        pytest.param(samples.arabic(), "الموجز الأسبوعي العدد 23: 2–8 يونيو 2025", id="arabic"),
        pytest.param(issue(title="A\r\nBcc: x"), "A Bcc: x No. 23: 2–8 June 2025", id="line-break"),
    ],
)
def test_subjects(plan: Issue, expected: str) -> None:
    made = subject(plan, page(plan)["facts"])
    assert made == expected
    assert len(made) <= SUBJECT
    assert message_of(plan)["Subject"] == expected


def test_other_scripts_are_carried_in_the_shorter_encoding() -> None:
    encodings = {
        name: {part["Content-Transfer-Encoding"] for part in message_of(plan).walk() if not part.is_multipart()}
        for name, plan in (("english", issue()), ("arabic", samples.arabic()))
    }
    assert encodings["english"] == {"quoted-printable"}
    assert "base64" in encodings["arabic"]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert bytes_of.__wrapped__(samples.world(), PDF) == bytes_of(samples.world(), PDF)
    assert bytes_of(issue(id="weekly/2025-W24")) != bytes_of(issue())
