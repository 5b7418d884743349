"""Where templates lie, what they see, and how their faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import ConfigError
from digest.render.environment import environment, fill, page, shipped_templates, templates_hash
from digest.render.mail import MailRenderer
from digest.render.text import TextRenderer
from tests.builders import issue, piece, section
from tests.render import samples


def _template(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(folder)


def test_templates_lie_beside_the_package_or_in_it() -> None:
    assert (shipped_templates() / "tokens.css").is_file()


def test_a_users_folder_replaces_one_file(tmp_path: Path) -> None:
    override = _template(tmp_path, "mail/head.html", "<p>OUR OWN HEAD {{ issue.title }}</p>")
    html = MailRenderer(override).render(samples.small(), {}, frozenset()).body.decode()
    assert "OUR OWN HEAD The Weekly Brief" in html
    assert "Delegations of Russia and Ukraine agree" in html
    assert "OUR OWN HEAD" not in MailRenderer().render(samples.small(), {}, frozenset()).body.decode()


def test_a_brand_changes_a_colour_in_one_place(tmp_path: Path) -> None:
    tokens = (shipped_templates() / "tokens.css").read_text("utf-8").replace("#8a1f2b", "#005a3c")
    html = MailRenderer(_template(tmp_path, "tokens.css", tokens)).render(samples.small(), {}, frozenset()).body
    assert b"#005a3c" in html
    assert b"#8a1f2b" not in html


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param(
            "one\n{{ issue.titel }}", "mail.txt:2: 'digest.models.page.Issue object' has no attribute", id="name"
        ),
        pytest.param("one\n{{ nothing }}", "mail.txt:2: 'nothing' is undefined", id="undefined"),
        pytest.param("one\ntwo\n{% if %}", "mail.txt:3: Expected an expression", id="syntax"),
        pytest.param("{{ 1 + 'a' }}", "mail.txt:1: unsupported operand", id="operand"),
        pytest.param("{{ 1 // 0 }}", "mail.txt:1: integer division or modulo by zero", id="division"),
        pytest.param("{{ issue|shout }}", "mail.txt:1: No filter named 'shout'", id="filter"),
        pytest.param("{% include 'no.txt' %}", "mail.txt:1: no.txt", id="include"),
        pytest.param("{{ issue.__class__.__mro__ }}", "access to attribute '__class__'", id="sandbox"),
        pytest.param("{{ range(10**9)|list }}", "Range too big", id="range"),
    ],
)
def test_a_templates_fault_is_told_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    override = _template(tmp_path, "text/mail.txt", text)
    with pytest.raises(ConfigError) as caught:
        TextRenderer(override).render(issue(), {}, frozenset())
    assert complaint in str(caught.value)


def test_a_template_changes_nothing(tmp_path: Path) -> None:
    override = _template(tmp_path, "text/mail.txt", "{{ issue.lines.append(1) }}")
    with pytest.raises(ConfigError, match="no attribute 'append'"):
        TextRenderer(override).render(issue(), {}, frozenset())


def test_no_path_leads_out_of_the_folders(tmp_path: Path) -> None:
    _template(tmp_path, "secret.txt", "secret")
    override = _template(tmp_path / "own", "text/mail.txt", "{% include '../secret.txt' %}")
    with pytest.raises(ConfigError):
        TextRenderer(override).render(issue(), {}, frozenset())


def test_markup_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    override = _template(tmp_path, "a.html", "{{ issue.title }}")
    _template(tmp_path, "a.txt", "{{ issue.title }}")
    seen = page(issue(title="A & <b>"))
    assert fill(environment(override), "a.html", seen) == "A &amp; &lt;b&gt;"
    assert fill(environment(override), "a.txt", seen) == "A & <b>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ issue.until|day }}', "9 يونيو"),
        ('{{ issue.until|long_day }}', "9 يونيو 2025"),
        ('{{ 3|count("stories") }}', "3 أخبار"),
        ('{{ 12|number }}', "12"),
        ('{{ (1, 2, 5)|ranges }}', "1–2، 5"),
        ('{{ "2025-W22"|bdi }}', '<bdi dir="ltr">2025-W22</bdi>'),
        ('{{ "paragraph"|say(n="W22") }}', 'الفقرة <bdi dir="ltr">W22</bdi>'),
        ('{{ issue.sections[0].topics[0].pieces[0].sources[0]|byline }}',
         '<bdi dir="ltr">Anadolu Agency</bdi>، عبر <bdi dir="ltr">rki.news</bdi>'),
        ('{{ "Talks"|direction }}', "ltr"),
        ('{{ "Talks"|capitals }}', "True"),
    ],
)  # fmt: skip
def test_filters_speak_the_issues_language(tmp_path: Path, text: str, expected: str) -> None:
    override = _template(tmp_path, "a.html", text)
    plan = issue(section("Europe", "", piece("Talks")), language="ar", direction="rtl")
    assert fill(environment(override), "a.html", page(plan)) == expected


def test_the_hash_tells_when_a_template_changes(tmp_path: Path) -> None:
    override = _template(tmp_path, "mail/head.html", "one")
    first = templates_hash(override)
    assert first == templates_hash(override)
    assert len(first) == 32
    assert first != templates_hash()
    _template(tmp_path, "mail/head.html", "two")
    assert templates_hash(override) != first
