import pytest

from digest.parse.trust import DATES, TITLES, Claim, named_title, sane_author, sane_title, written_down


def test_the_more_trusted_place_counts_and_of_two_alike_the_first() -> None:
    claim: Claim[str] = Claim(TITLES)
    said = [
        ("", "matter"),
        ("From the name", "name"),
        ("First heading", "heading"),
        ("Second heading", "heading"),
        ("A line", "line"),
    ]
    for value, place in said:
        claim.hear(value, place)  # type: ignore[arg-type]
    assert (claim.value, claim.noun) == ("First heading", "the first heading")
    claim.hear("Labelled", "label", "Titre")
    assert (claim.value, claim.noun) == ("Labelled", "the label “Titre”")


def test_nothing_said_comes_from_nowhere() -> None:
    assert (Claim(DATES).value, Claim(DATES).noun) == (None, "")


def test_what_people_wrote_is_believed_before_what_programs_noted() -> None:
    assert list(TITLES)[:2] == list(DATES)[:2] == ["matter", "label"]
    assert list(DATES).index("text") < list(DATES).index("name") < list(DATES).index("properties")
    assert list(TITLES)[-1] == "name"


def test_the_order_is_written_down() -> None:
    text = written_down()
    assert text.index("1. the front matter") < text.index("the document's properties") < text.index("the file's name")


@pytest.mark.parametrize(
    "title",
    ["untitled", "Untitled 2", "Microsoft Word - talks.doc", "talks.docx", "Document1", "Dokument", "PowerPoint Presentation",
     "file:///C:/talks.htm", "C:\\talks", "scan 0012", "12345", "", "Без имени 1", "report_final.indd", "talks"],
)  # fmt: skip
def test_what_programs_fill_in_is_no_title(title: str) -> None:
    assert sane_title(title, "talks.pdf") == ""


@pytest.mark.parametrize(
    "title",
    ["Talks resume", "Document on peace signed in Geneva", "U.S. policy", "محادثات", "Talks", "Print is not dead"],
)
def test_titles_that_somebody_wrote(title: str) -> None:
    assert sane_title(title, "note.pdf") == title


def test_a_file_that_is_called_as_its_title_says() -> None:
    assert sane_title("Talks resume in Istanbul", "Talks-resume-in-Istanbul.pdf") == "Talks resume in Istanbul"
    assert sane_title("AN1234-final", "AN1234-final.pdf") == ""


@pytest.mark.parametrize(
    ("name", "expected"), [("Jo Bloggs", "Jo Bloggs"), ("python-docx", ""), ("Admin", ""), ("User 1", ""), ("", "")]
)
def test_authors_that_programs_note(name: str, expected: str) -> None:
    assert sane_author(name) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("2025-06-05-talks-in-istanbul.pdf", "talks in istanbul"),
        ("Talks in Istanbul go on.docx", "Talks in Istanbul go on"),
        ("محادثات السلام في إسطنبول.txt", "محادثات السلام في إسطنبول"),
        ("20250605_peace_talks_resume.md", "peace talks resume"),
        ("scan-0012.pdf", ""),
        ("talks.md", ""),
        ("000_8b4d960ccbf40315.txt", ""),
        ("IMG 2025 06 05 12 30.pdf", ""),
        ("", ""),
    ],
)
def test_names_of_files_that_are_titles(file: str, expected: str) -> None:
    assert named_title(file) == expected
