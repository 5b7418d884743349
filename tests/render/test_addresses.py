"""Addresses that may become links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digest.models import Issue
from digest.render.addresses import contact_url, host, href, issue_url, unsubscribe_url
from tests.builders import issue


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d", id="as-it-is"),
        pytest.param("HTTPS://News.Example:8443/A", "https://news.example:8443/A", id="scheme-and-host-in-small"),
        pytest.param(" https://news.example/ ", "https://news.example/", id="trimmed"),
        pytest.param("https://news.example/a b\"<>'", "https://news.example/a%20b%22%3C%3E'", id="encoded"),
        pytest.param("https://news.example/100%/ق", "https://news.example/100%25/%D9%82", id="other-script"),
        pytest.param("https://köln.example/", "https://xn--kln-sna.example/", id="international-host"),
        pytest.param("http://[::1]:80/x", "http://[::1]:80/x", id="ipv6"),
        pytest.param("javascript:alert(1)", "", id="javascript"),
        pytest.param("JaVaScRiPt://news.example/%0aalert(1)", "", id="javascript-with-a-host"),
        pytest.param("data:text/html,x", "", id="data"),
        pytest.param("//news.example/a", "", id="no-scheme"),
        pytest.param("/a", "", id="relative"),
        pytest.param("https://bank.example@evil.example/", "", id="user-name"),
        pytest.param("https://", "", id="no-host"),
        pytest.param("https://[", "", id="broken"),
        pytest.param("https://a b.example/", "", id="space-in-host"),
        pytest.param("https://news.example:99999/", "", id="no-port"),
        pytest.param("", "", id="none"),
    ],
)
def test_only_web_addresses_become_links(url: str, expected: str) -> None:
    assert href(url) == expected
    assert href(expected) == expected


@pytest.mark.parametrize(("url", "expected"), [("https://www.rki.news/a", "rki.news"), ("javascript:x", ""), ("", "")])
def test_a_host_is_shown_without_www(url: str, expected: str) -> None:
    assert host(url) == expected


def _with(**imprint: Any) -> Issue:
    made = issue()
    return replace(made, imprint=replace(made.imprint, **imprint))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (_with(), "https://digest.example/unsubscribe/weekly"),
        (_with(public_url="https://digest.example/"), "https://digest.example/unsubscribe/weekly"),
        (_with(public_url=""), "mailto:weekly@digest.example?subject=unsubscribe"),
        (_with(public_url="", sender_address=""), "mailto:editor@digest.example?subject=unsubscribe"),
        (_with(public_url="", sender_address="", contact="the desk"), ""),
    ],
)
def test_a_reader_can_leave_by_page_or_mail(plan: Issue, expected: str) -> None:
    assert unsubscribe_url(plan) == expected


def test_the_issue_has_an_address_only_when_it_is_published() -> None:
    assert issue_url(_with()) == "https://digest.example/weekly/2025-W23/"
    assert issue_url(_with(), "issue.pdf") == "https://digest.example/weekly/2025-W23/issue.pdf"
    assert issue_url(_with(public_url="")) == ""


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("editor@digest.example", "mailto:editor@digest.example"),
        ("https://digest.example/desk", "https://digest.example/desk"),
        ("the desk, room 4", ""),
        ("a@b.example?bcc=c@d.example", ""),
    ],
)
def test_a_contact_is_a_link_when_it_is_an_address(contact: str, expected: str) -> None:
    assert contact_url(_with(contact=contact)) == expected
