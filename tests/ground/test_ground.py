"""What a model wrote, held against its sources: faithful sentences stay, wrong ones go, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.ground import ground
from digest.language.countries import countries_named
from digest.models import Ask, Checked, Shown

TRIALS = tomllib.loads((Path(__file__).parent / "trials.toml").read_text("utf-8"))["trial"]


def ask(*told: str, language: str = "en", from_language: str = "", item: str = "one") -> Ask:
    """A question about some sentences of one article."""
    rows = tuple(Shown(text, item, "shot", ((at * 100, at * 100 + 9),), at + 1, 0) for at, text in enumerate(told))
    return Ask("p1", "summary", language, from_language or language, "", rows, 60)


def check(draft: str, question: Ask) -> tuple[Checked, ...]:
    """Ground a draft, with the gazetteer's countries."""
    return ground(draft, question, countries_named)


def _trials(kind: str) -> Iterator[tuple[str, list[str], str]]:
    for trial in TRIALS:
        for sentence in trial[kind]:
            yield trial["language"], trial["told"], sentence


@pytest.mark.parametrize(("language", "told", "sentence"), list(_trials("faithful")))
def test_a_faithful_sentence_stays(language: str, told: list[str], sentence: str) -> None:
    found = check(sentence, ask(*told, language=language))
    assert [(one.text, one.trouble) for one in found] == [(sentence, "")]
    assert found[0].support


@pytest.mark.parametrize(("language", "told", "sentence"), list(_trials("wrong")))
def test_a_wrong_sentence_goes(language: str, told: list[str], sentence: str) -> None:
    found = check(sentence, ask(*told, language=language))
    assert [one.support for one in found] == [()]
    assert found[0].trouble


def test_the_support_is_the_sentences_that_say_it() -> None:
    (found,) = check(
        "Delegations met in Istanbul and agreed to exchange 1,200 captives.",
        ask(
            "The weather was fine on Monday.",
            "Delegations of both sides met in Istanbul.",
            "The delegations agreed to exchange 1200 captives.",
        ),
    )
    assert found.support == (1, 2)


def test_two_articles_are_not_mixed() -> None:
    one = ask("Poland elected Karol Nawrocki president on 1 June.", item="one")
    other = ask("Turnout in Romania was 65 per cent in May.", item="two")
    both = Ask("p1", "summary", "en", "en", "", (*one.told, *other.told), 60)
    (found,) = check("Poland elected Karol Nawrocki president with a turnout of 65 per cent.", both)
    assert "65" in found.trouble


def test_marks_bullets_and_hidden_signs_are_taken_out() -> None:
    told = "Delegations of Russia and Ukraine met in Istanbul."
    found = check("- **Delegations** of Russia and Ukraine\u202e met in Istanbul [1, 2].\n", ask(told))
    assert [one.text for one in found] == ["Delegations of Russia and Ukraine met in Istanbul."]
    assert not found[0].trouble


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Delegations met in Geneva.", "Geneva"),
        ("Delegations met in Istanbul 14 times.", "14"),
        ("Delegations did not meet in Istanbul.", "denies"),
        ("Delegations met in Istanbul, and “the mood was very friendly”.", "very friendly"),
        ("Delegations celebrated extraordinarily splendid harvest festivals.", "%"),
    ],
)
def test_a_refusal_says_what_is_wrong(sentence: str, word: str) -> None:
    (found,) = check(sentence, ask("Delegations met in Istanbul on Monday.", "They will meet again."))
    assert word in found.trouble


def test_a_language_whose_denials_are_unknown_is_not_written() -> None:
    (found,) = check("Delegationerna möttes i Istanbul.", ask("Delegationerna möttes i Istanbul.", language="sv"))
    assert found.trouble == "no words of denial are known for sv"


@pytest.mark.parametrize(
    ("gloss", "good"),
    [
        ("On 6 June the Bank of Russia lowered its key rate to 20 per cent.", True),
        ("On 6 June the Bank of Russia lowered its key rate to 19 per cent.", False),
        ("On 6 June the Bank of China lowered its key rate to 20 per cent.", False),
    ],
)
def test_a_gloss_keeps_figures_and_countries(gloss: str, good: bool) -> None:
    told = "Банк России 6 июня 2025 года снизил ключевую ставку с 21 до 20 процентов годовых."
    (found,) = check(gloss, ask(told, language="en", from_language="ru"))
    assert (not found.trouble) is good


def test_a_gloss_in_the_same_script_keeps_names() -> None:
    told = "Dışişleri Bakanı Hakan Fidan toplantıya başkanlık etti."
    good, bad = check(
        "Foreign minister Hakan Fidan chaired the meeting. The meeting was chaired by Ibrahim Kalin.",
        ask(told, language="en", from_language="tr"),
    )
    assert not good.trouble
    assert "Ibrahim" in bad.trouble or "Kalin" in bad.trouble
