import struct

import pytest

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Validators
from digest.parse.archive import unpack
from digest.parse.formats import DOCX, PDF, beside, media_type_of
from tests.builders import fetched
from tests.parse.office import docx, packed, paragraph


def opened(members: dict[str, str | bytes], **changes: object) -> list[Fetched | Failure]:
    return list(unpack(fetched(packed(members), url="file:inbox/week.zip", media_type="application/zip", **changes)))


def urls(members: dict[str, str | bytes]) -> list[str]:
    return [one.url for one in opened(members) if isinstance(one, Fetched)]


def test_members_are_files_of_their_own_sorted_by_name() -> None:
    document = docx(paragraph("Talks"))
    made = opened({"b.docx": document, "a/talks.md": "# Talks", "c.pdf": b"%PDF-1.7"})
    files = [one for one in made if isinstance(one, Fetched)]
    assert [one.url for one in files] == [
        "file:inbox/week.zip!/a/talks.md",
        "file:inbox/week.zip!/b.docx",
        "file:inbox/week.zip!/c.pdf",
    ]
    assert [one.media_type for one in files] == ["", DOCX, PDF]
    assert (files[0].body, files[1].body, files[0].source) == (b"# Talks", document, "Wire")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("Gespräche.txt", "Gespräche.txt"),
        ("محادثات.txt", "محادثات.txt"),
    ],
)
def test_names_are_addresses_and_lead_nowhere(name: str, address: str) -> None:
    assert urls({name: "Talks"}) == [f"file:inbox/week.zip!/{address}"]


@pytest.mark.parametrize(
    ("raw", "name"), [("Gespräche.txt".encode(), "Gespräche.txt"), ("Gespräche.txt".encode("cp437"), "Gespräche.txt")]
)
def test_names_without_the_flag_are_utf8_where_they_can_be_and_else_those_of_dos(raw: bytes, name: str) -> None:
    plain = "x" * len(raw)
    body = packed({plain: "Talks"}).replace(plain.encode(), raw)
    (one,) = unpack(fetched(body, url="file:a.zip"))
    assert isinstance(one, Fetched)
    assert one.url == f"file:a.zip!/{name}"


def test_what_lies_beside_articles_is_passed_over() -> None:
    members = {
        "a.md": "x",
        "a.png": "x",
        "page_files/frame.html": "x",
        "__MACOSX/._a.md": "x",
        ".DS_Store": "x",
        "s.css": "x",
        "b/": "",
    }
    assert urls(dict(members)) == ["file:inbox/week.zip!/a.md"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", False), ("a", False), ("talks/a.docx", False), ("files/a.txt", False), ("a.PNG", True), ("Talks_files/a.html", True),
        ("Talks-Dateien/a.htm", True), ("~$a.docx", True), ("a.txt~", True), (".git/config", True), ("a.xlsx", True),
    ],
)  # fmt: skip
def test_what_lies_beside_articles(name: str, expected: bool) -> None:
    assert beside(name) is expected


def test_archives_in_archives_are_opened_once() -> None:
    inner = packed({"b.txt": "Talks", "deep.zip": packed({"c.txt": "Talks"})})
    first, second = opened({"in.zip": inner})
    assert isinstance(first, Fetched)
    assert first.url == "file:inbox/week.zip!/in.zip!/b.txt"
    assert isinstance(second, Failure)
    assert (second.where, second.what) == (
        "file:inbox/week.zip!/in.zip!/deep.zip",
        "It is an archive in an archive in an archive.",
    )


def test_a_bomb_among_the_members_is_a_failure_and_the_others_are_read() -> None:
    bomb, file = opened({"a.txt": b"\x00" * 10_000_000, "b.txt": "Talks"})
    assert isinstance(bomb, Failure)
    assert "would unpack from 0.00" in bomb.what
    assert isinstance(file, Fetched)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({f"{n}.txt": "x" for n in range(1001)}, "It holds 1,001 files"),
        ({f"{n}.txt": b"x" * 17_000_000 for n in range(4)}, "It would unpack to 68 MB"),
    ],
    ids=["members", "bytes"],
)
def test_too_much_is_refused_as_a_whole(members: dict[str, str | bytes], what: str) -> None:
    with pytest.raises(SourceTrouble, match=what):
        opened(members)


def test_a_locked_and_a_broken_member_say_so() -> None:
    body = bytearray(packed({"a.txt": "Talks go on", "b.txt": "Talks go on"}, 0))
    at = body.rindex(b"PK\x01\x02")
    struct.pack_into("<H", body, at + 8, 1)  # the flag of a password in the entry of b.txt
    body[body.index(b"Talks")] ^= 0xFF  # the bytes of a.txt
    first, second = unpack(fetched(bytes(body), url="file:a.zip"))
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert (first.what, second.what) == (
        "It cannot be unpacked: the archive is broken there.",
        "It is locked with a password.",
    )


def test_a_renamed_archive_keeps_the_names_of_its_items() -> None:
    (one,) = opened({"a.md": "x"}, validators=Validators(known_as="file:old.zip"))
    assert isinstance(one, Fetched)
    assert one.validators.known_as == "file:old.zip!/a.md"


@pytest.mark.parametrize("body", [b"", b"PK", b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 40, b"PK\x05\x06", b"Talks"])
def test_no_beginning_of_an_archive_is_too_short_to_be_told(body: bytes) -> None:
    assert media_type_of(body) in {"", "application/zip"}
    with pytest.raises(SourceTrouble, match="broken or incomplete"):
        unpack(fetched(body, url="file:a.zip"))
