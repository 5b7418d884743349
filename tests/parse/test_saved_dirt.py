"""The saved-article layout in all its dirt: a known article is laid out anyhow, and comes back."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.models import Entry, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from tests.builders import NOW, fetched

TITLE = "Türkiye hosts a second round of talks between Russia and Ukraine"
PARAGRAPHS = (
    "Delegations of Russia and Ukraine met at Çırağan Palace in Istanbul on Monday for a second round of direct talks.",
    "Both sides agreed to exchange all prisoners of war who are seriously wounded or under the age of twenty-five.",
    "They also exchanged written papers on the conditions of a ceasefire, which both capitals will study this week.",
)
DAY = datetime(2025, 6, 2, 12, tzinfo=UTC)


def read(text: str | bytes, name: str = "saved.txt") -> list[Entry]:
    made = parse(fetched(text, url=f"file:{name}", media_type="text/plain"))
    return [entry for entry in made if isinstance(entry, Entry)]


def one(text: str | bytes) -> Entry:
    (entry,) = read(text)
    return entry


def passages(entry: Entry) -> tuple[str, ...]:
    return tuple(passage.text for passage in normalise(entry, SourceFacts("Inbox"), NOW).item.passages)


BODY = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "language", "agency", "place", "kind", "label"),
    [
        pytest.param(
            "Publié le 2 juin 2025\nDate du document : lundi 12 janvier 2026\nCatégorie : ,Français,Moyen-Orient - ,Brèves\n"
            "Afficher sur le site : [Cliquez ici](#)\n---\nrki.example\nSources Agence Anadolu",
            "fr", "Agence Anadolu", "Moyen-Orient", "Brèves", "Publié le", id="fr",
        ),
        pytest.param(
            "Kategorie: Deutsch, Naher Osten, Kurzmeldungen\nVeröffentlicht am 2.6.2025\nDokumentdatum: 12.1.2026\n---\n"
            "rki.example\nQuelle: Reuters",
            "de", "Reuters", "Naher Osten", "Kurzmeldungen", "Veröffentlicht am", id="de",
        ),
        pytest.param(
            "Publicado el 2 de junio de 2025\nCategoría: Español | Oriente Medio | Noticias\n---\nrki.example\nFuente: EFE",
            "es", "EFE", "Oriente Medio", "Noticias", "Publicado el", id="es",
        ),
        pytest.param(
            "Yayın tarihi:\n2 Haziran 2025\n\nKategori\n,Türkçe,Orta Doğu - ,Kısa haberler\n---\nrki.example\n"
            "Kaynak: Anadolu Ajansı",
            "tr", "Anadolu Ajansı", "Orta Doğu", "Kısa haberler", "Yayın tarihi", id="tr",
        ),
        pytest.param(
            "Опубликовано 2 июня 2025 г.\nДата документа: 12 января 2026\nКатегория: Русский / Ближний Восток / Новости\n"
            "Показать на сайте:\n---\nrki.example\nИсточник: ТАСС",
            "ru", "ТАСС", "Ближний Восток", "Новости", "Опубликовано", id="ru",
        ),
        pytest.param(
            "نُشر في 2 يونيو 2025\nالفئة: العربية، الشرق الأوسط، أخبار\nعرض على الموقع: [اضغط هنا](#)\n---\nrki.example\nالمصدر: الأناضول",
            "ar", "الأناضول", "الشرق الأوسط", "أخبار", "نُشر في", id="ar",
        ),
        pytest.param(
            "شائع شدہ 2 جون 2025\nزمرہ: ,اردو,مشرق وسطیٰ - ,خبریں\n---\nrki.example\nماخذ: انادولو",
            "ur", "انادولو", "مشرق وسطیٰ", "خبریں", "شائع شدہ", id="ur",
        ),
        pytest.param(
            "تاریخ انتشار: 2 ژوئن 2025\nدسته‌بندی: فارسی، خاورمیانه، اخبار\n---\nrki.example\nمنبع: ایرنا",
            "fa", "ایرنا", "خاورمیانه", "اخبار", "تاریخ انتشار", id="fa",
        ),
        pytest.param(
            "Published on June 2, 2025\nCategory: English, Anglais, Asia\n---\nrki.example\nSources AFP",
            "en", "AFP", "Asia", "Anglais", "Published on", id="two languages",
        ),
    ],
)  # fmt: skip
def test_labels_and_months_of_other_languages(
    head: str, language: str, agency: str, place: str, kind: str, label: str
) -> None:
    entry = one(f"## {TITLE}\n{head}\n\n{BODY}")
    assert (entry.title, entry.published, entry.language) == (TITLE, DAY, language)
    assert (entry.publisher, entry.agency, entry.place, entry.kind) == ("rki.example", agency, place, kind)
    assert entry.dated_from == f"the label “{label}”"
    assert passages(entry) == PARAGRAPHS


HEAD = (
    "Published on June 2, 2025\nDocument Date: Mon, Jan 12 2026 07:03:44 am\nCategory: ,English,Middle East - ,Snippets"
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEAD}\n\n## {TITLE}\n---\nrki.example\n{BODY}", id="the title below the labels"),
        pytest.param(f"{HEAD}\n---\n{TITLE}\n\nrki.example\n{BODY}", id="the title below the rule"),
        pytest.param(f"{HEAD}\n{TITLE}\n\n{BODY}", id="no rule, the title below"),
        pytest.param(f"rki.example\nSources AA\n{TITLE}\n{HEAD}\n\n{BODY}", id="publisher and agency first"),
        pytest.param(
            f"## {TITLE[:37]}\n{TITLE[38:]}\n\n{HEAD}\n---\n{BODY}", id="the title wrapped over two lines"
        ),
        pytest.param(f"**{TITLE}**\n\n- **Published on:** *June 2, 2025*\n- **Category**: English\n---\n{BODY}", id="bold"),
        pytest.param(f"## {TITLE}\n> Published on June 2, 2025\n> Category: English\n\n{BODY}", id="quoted"),
        pytest.param(f"## {TITLE}\nPublished\u00a0on\u00a0June\u00a02,\u202f2025\nCategory\u00a0: English\n---\n{BODY}", id="hard spaces"),
        pytest.param(f"## {TITLE}\nPublished on\n\nJune 2, 2025\nCategory:\n,English,\nShow on website\n[Here](#)\n---\n{BODY}", id="values below"),
        pytest.param(f"## {TITLE}\n{HEAD}\n———\n{BODY}", id="a rule of dashes"),
        pytest.param(f"# {TITLE} #\n{HEAD}\n***\n{BODY}", id="closed heading"),
        pytest.param(
            f"## {TITLE}\n{HEAD}\n---\n{PARAGRAPHS[0]}\n\nPage 1 of 2\n\f{TITLE}\n\n{PARAGRAPHS[1]}\n\n- 2 -\n\f\n{PARAGRAPHS[2]}",
            id="printed pages",
        ),
    ],
)  # fmt: skip
def test_dirt_of_many_kinds(text: str) -> None:
    entry = one(text)
    assert (entry.title, entry.published) == (TITLE, DAY)
    assert passages(entry) == PARAGRAPHS


@pytest.mark.parametrize(
    "break_", ["\n\nPage 2 of 3\n\n", "\n\f", "\n2\n\f", "\n\f2\n", "\n\nSeite 2\n\n", f"\n\f{TITLE}\n"]
)
def test_a_sentence_that_a_page_break_cut_is_whole_again(break_: str) -> None:
    cut = PARAGRAPHS[0].replace("Istanbul on Monday", f"Istanbul{break_}on Monday")
    assert passages(one(f"## {TITLE}\n{HEAD}\n---\n{cut}\n\n{PARAGRAPHS[1]}"))[0] == PARAGRAPHS[0]


def test_two_articles_in_one_file_are_two_items() -> None:
    other = HEAD.replace("June 2", "June 3")
    text = f"## {TITLE}\n{HEAD}\n---\nrki.example\n{BODY}\n\n\nMonitors arrive in Goma\n\n{other}\n---\naa.example\n{PARAGRAPHS[0]}"
    first, second = read(text)
    assert (first.title, first.url, first.publisher) == (TITLE, "file:saved.txt", "rki.example")
    assert passages(first) == PARAGRAPHS
    assert (second.title, second.url, second.publisher) == ("Monitors arrive in Goma", "file:saved.txt#2", "aa.example")
    assert second.published == datetime(2025, 6, 3, 12, tzinfo=UTC)
    assert passages(second) == PARAGRAPHS[:1]


def test_labels_in_prose_begin_no_article() -> None:
    text = f"## {TITLE}\n{HEAD}\n---\n{BODY}\n\nCategory: the word was on every list.\n\n{PARAGRAPHS[0]}"
    assert len(read(text)) == 1


def test_categories_that_are_left_over_are_tags() -> None:
    entry = one(
        f"## {TITLE}\nPublished on June 2, 2025\nCategory: English, Snippets, Middle East, Asia, Diplomacy\n---\n{BODY}"
    )
    assert (entry.place, entry.kind, entry.tags) == ("Middle East", "Snippets", ("Asia", "Diplomacy"))


# -- anything at once ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """One way to lay the article out."""

    title: str
    published: str
    exported: str
    category: str
    website: str
    rule: str
    credits: str
    gap: str
    end: str
    encoding: str
    order: tuple[int, ...]
    page: str

    def text(self) -> bytes:
        lines = [self.title, self.published, self.exported, self.category, self.website]
        head = self.gap.join(lines[at] for at in self.order if lines[at])
        body = f"\n\n{self.page}".join(PARAGRAPHS)
        whole = f"{self.gap}{head}{self.gap}{self.rule}{self.gap}{self.credits}\n\n{body}\n"
        mark = codecs.BOM_UTF8 if self.encoding == "utf-8-mark" else b""
        return mark + whole.replace("\n", self.end).encode(self.encoding.removesuffix("-mark"))


def _emphasised(*lines: str) -> st.SearchStrategy[str]:
    marks = st.sampled_from(["{}", "**{}**", "  {}", "{}  ", "\t{}"])
    return st.tuples(marks, st.sampled_from(lines)).map(lambda both: both[0].format(both[1]))


LAYOUTS = st.builds(
    Layout,
    title=st.sampled_from([f"## {TITLE}", f"# {TITLE}", f"### {TITLE} ###", TITLE, f"**{TITLE}**", f"Title: {TITLE}"]),
    published=_emphasised(
        "Published on June 2, 2025", "Published on: 2 June 2025", "**Published on** Jun 2, 2025", "Published\u00a0on 2025-06-02",
        "PUBLISHED ON June 2nd, 2025", "Published on\nJune 2, 2025", "Published on:\n\nMonday, June 2, 2025",
    ),
    exported=st.sampled_from(["", "Document Date: Mon, Jan 12 2026 07:03:44 am", "**Document Date:** 12 January 2026", "Document date:\nJan 12 2026"]),
    category=_emphasised(
        "Category: ,English,Middle East - ,Snippets", "Category: English", "Category : Snippets; English; Middle East",
        "CATEGORY: English | Middle East | Snippets", "Category:\n,English,Middle East - ,Snippets", "Category: - ,English,, ,",
    ),
    website=st.sampled_from(["", "Show on website : [Click Here](#)", "Show on Website:", "View on website: [Open](#)", "Show on website\n[Click Here](#)"]),
    rule=st.sampled_from(["---", "***", "_____", "* * *", "", "======", "———"]),
    credits=st.sampled_from(["rki.example\n\nSources Anadolu Agency", "rki.example\nSource: Anadolu Agency", "**rki.example**\nSources: Anadolu Agency"]),
    gap=st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-mark", "utf-16", "cp1254"]),
    order=st.permutations(range(5)).map(tuple),
    page=st.sampled_from(["", "Page 2 of 3\n\n", "\f", "\f2\n", f"\f{TITLE}\n\n"]),
)  # fmt: skip


@settings(max_examples=200)
@given(LAYOUTS)
def test_an_article_comes_back_however_it_is_laid_out(layout: Layout) -> None:
    entry = one(layout.text())
    assert (entry.title, entry.published) == (TITLE, DAY)
    assert (entry.publisher, entry.agency, entry.language) == ("rki.example", "Anadolu Agency", "en")
    assert passages(entry) == PARAGRAPHS
