"""One connection to a server: encrypted or not at all, nothing smuggled, what the server offers used."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.relays import Relay, outbox, relay, wrong_relay
from digest.errors import ConfigError, DigestError, EnvironmentFault
from digest.models import Answer, Parcel, Recipient
from digest.publish.outbox import FolderCourier, MaildirCourier, SendmailCourier
from digest.publish.smtp import SmtpCourier
from digest.render.addressed import letter, personalised, proof_subject, values_for
from tests.postoffice import PostOffice

CERTIFICATE = Path(__file__).parents[1] / "sources" / "localhost.pem"
MAIL = b"Subject: News\r\n\r\n.\r\n..dots\r\nend\r\n"


def server_context() -> ssl.SSLContext:
    """What the server shows: a certificate for localhost."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    """A client that trusts it."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def courier(post: PostOffice, tls: str = "none", **other: Any) -> SmtpCourier:
    """A courier to that server."""
    context = other.pop("context", None)
    return SmtpCourier(Relay("127.0.0.1", post.port, tls, **other), "example.org", lambda _: None, context, 5, 5)


def deliver(one: Any, address: str = "ann@example.org", body: bytes = MAIL, sender: str = "desk@example.org") -> Answer:
    """Hand one mail over."""
    answer = one.offer(Parcel(sender, address, body, "t1")) or one.finish()
    one.close()
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("tls", ["starttls"])
def test_encrypted_and_signed_in(tls: str) -> None:
    with PostOffice(context=server_context(), implicit=tls == "implicit", password="s3cret") as post:
        one = courier(post, tls, context=trusting(), user="ann", password="s3cret")
        assert deliver(one).verdict == "sent"
        assert [(mail.encrypted, mail.body) for mail in post.taken] == [(True, MAIL)]


def test_a_server_without_starttls_gets_nothing() -> None:
    with PostOffice() as post:
        with pytest.raises(EnvironmentFault, match="no STARTTLS; nothing is sent in the clear"):
            deliver(courier(post, "starttls", context=trusting()))
        assert post.taken == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_that_nobody_vouches_for(tls: str) -> None:
    with PostOffice(context=server_context(), implicit=tls == "implicit") as post:
        with pytest.raises(EnvironmentFault, match="certificate or TLS is not right"):
            deliver(courier(post, tls))
        assert post.taken == []


def test_a_wrong_password_is_no_mails_fault_and_is_not_shown() -> None:
    with PostOffice(context=server_context(), password="right") as post:
        with pytest.raises(ConfigError, match="refuses the user or the password") as caught:
            deliver(courier(post, "starttls", context=trusting(), user="ann", password="kanarie"))
        assert "kanarie" not in str(caught.value)


def test_8bit_and_utf8_as_offered() -> None:
    with PostOffice() as post:
        assert deliver(courier(post), body="Subject: x\r\n\r\nMüller\r\n".encode()).verdict == "sent"
        assert "BODY=8BITMIME" in post.taken[0].options
        assert deliver(courier(post), "jürgen@example.org").verdict == "sent"
        assert post.taken[1].address == "jürgen@example.org"
    with PostOffice(utf8=False) as post:
        answer = deliver(courier(post), "jürgen@example.org")
        assert (answer.verdict, post.taken) == ("never", [])
        assert "SMTPUTF8" in answer.text


def test_what_is_offered_and_not_finished_is_not_sent() -> None:
    with PostOffice() as post:
        one = courier(post)
        assert one.offer(Parcel("desk@example.org", "ann@example.org", MAIL, "t1")) is None
        one.withdraw()
        assert deliver(one, "bob@example.org").verdict == "sent"
        assert list(post.addresses()) == ["bob@example.org"]


@pytest.mark.parametrize("address", ["ann@example.org>\r\nRCPT TO:<eve@example.org", "ann@example.org eve@x.org", "no"])
def test_an_address_that_would_be_a_command(address: str) -> None:
    with PostOffice() as post:
        assert deliver(courier(post), address).verdict == "never"
        assert post.taken == []


# -- headers and bodies: row X3 --------------------------------------------------------------------------------------

TEMPLATE = b"From: <d@x.org>\nTo: <list@x.org>\nSubject: =?utf-8?b?TsOkdw==?=\nMessage-ID: <old@x.org>\n\nbody\n.\nMAIL FROM:<e@x>\n"


def test_smuggled_commands_stay_in_the_body() -> None:
    body = b"Subject: x\n\nhello\n.\nMAIL FROM:<eve@x.org>\r.\rRCPT TO:<a@x.org>\r\n.\r\nDATA\n.\r\nQUIT"
    with PostOffice() as post:
        assert deliver(courier(post), body=personalised(letter(body), {})).verdict == "sent"
        assert len(post.taken) == 1
        assert (
            post.taken[0].body == body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n") + b"\r\n"
        )


def test_a_readers_mail_differs_in_his_fields_only() -> None:
    made = personalised(letter(TEMPLATE), values_for(Recipient("a@x.org", "a@x.org", "Ann"), "<t@x.org>"))
    wanted = TEMPLATE.replace(b"<list@x.org>", b'"Ann" <a@x.org>').replace(b"<old@x.org>", b"<t@x.org>")
    assert made == wanted.replace(b"\n", b"\r\n")
    assert proof_subject(letter(TEMPLATE)).startswith("=?utf-8?b?W1Byb29mXSBOw6R3")


@given(
    st.text(alphabet=st.characters(codec="utf-8")) | st.sampled_from(["=?utf-8?q?a=0D=0ABcc:_x?=", "a\r\nBcc: x@x.org"])
)
def test_a_name_breaks_out_of_no_header(name: str) -> None:
    made = personalised(letter(TEMPLATE), values_for(Recipient("a@x.org", "a@x.org", name), "<t@x.org>"))
    head = made.partition(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    names = [line.partition(b":")[0] for line in lines if line[:1] not in {b" ", b"\t"}]
    assert names == [b"From", b"To", b"Subject", b"Message-ID"]
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in lines)


def test_a_line_that_servers_refuse() -> None:
    with pytest.raises(DigestError, match="longer than 998"):
        letter(b"Subject: x\n\n" + b"y" * 999 + b"\n")


# -- other ways out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "place"), [(FolderCourier, "t1.eml"), (MaildirCourier, "new/t1")])
def test_a_folder_has_the_mail_when_it_is_finished(tmp_path: Path, kind: Any, place: str) -> None:
    one = kind(tmp_path / "box")
    assert one.offer(Parcel("d@x.org", "a@x.org", MAIL, "t1")) is None
    assert not (tmp_path / "box" / place).exists()
    assert one.finish().verdict == "sent"
    assert (tmp_path / "box" / place).read_bytes().endswith(MAIL)
    one.offer(Parcel("d@x.org", "a@x.org", MAIL, "t2"))
    one.close()
    assert [path.name for path in (tmp_path / "box").rglob("*t2*")] == []


@pytest.mark.parametrize(
    ("script", "verdict"),
    [("cat > mail; echo $@ > words", "sent"), ("exit 75", "later"), ("exit 67", "never"), ("kill -9 $$", "unknown")],
)
def test_a_sendmail_program(tmp_path: Path, script: str, verdict: str) -> None:
    program = tmp_path / "sendmail"
    program.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    one = SendmailCourier(str(program))
    assert one.offer(Parcel("d@x.org", "a@x.org", MAIL, "t1")) is None
    assert not (tmp_path / "mail").exists()
    assert one.finish().verdict == verdict
    if verdict == "sent":
        assert (tmp_path / "mail").read_bytes() == MAIL.replace(b"\r\n", b"\n")
        assert (tmp_path / "words").read_text(encoding="utf-8") == "-i -f d@x.org -- a@x.org\n"


# -- addresses of servers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "means"),
    [
        (
            "smtps://ann%40x.org:p%3A%40ss@smtp.example.org",
            Relay("smtp.example.org", 465, "implicit", "ann@x.org", "p:@ss"),
        ),
        (
            "smtps://ann@x.org:p@ss@smtp.example.org:1465/",
            Relay("smtp.example.org", 1465, "implicit", "ann@x.org", "p@ss"),
        ),
        ("smtp://Smtp.Example.org", Relay("smtp.example.org", 587, "starttls")),
        ("smtp://localhost", Relay("localhost", 25, "none")),
        ("smtp://127.0.0.1:2525", Relay("127.0.0.1", 2525, "none")),
    ],
)
def test_what_a_servers_address_means(text: str, means: Relay) -> None:
    assert relay(text) == means


@pytest.mark.parametrize(
    "text", ["smtp.example.org", "http://x.org", "smtps://ann@x.org", "smtps://u:kanarie@", "smtp://x.org:0"]
)
def test_an_address_that_is_none(text: str) -> None:
    said = wrong_relay(text)
    assert "write" in said
    assert "kanarie" not in said


def test_an_outbox() -> None:
    assert outbox("maildir:/a/b") == ("maildir", "/a/b")
    with pytest.raises(ValueError, match="no outbox"):
        outbox("/a/b")
