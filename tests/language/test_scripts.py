import pytest

from digest.language.scripts import direction, script, script_of, written_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delegations met in Istanbul.", "Latn"),
        ("Делегации встретились в Стамбуле.", "Cyrl"),
        ("اجتمعت الوفود في إسطنبول.", "Arab"),
        ("代表团在伊斯坦布尔会面。", "Hani"),
        ("代表団はイスタンブールで会談した。", "Jpan"),
        ("대표단이 이스탄불에서 만났다.", "Kore"),
        ("प्रतिनिधिमंडल इस्तांबुल में मिले।", "Deva"),
        ("Η συνάντηση έγινε στην Κωνσταντινούπολη.", "Grek"),
        ("中文里偶尔有一个の字出现在很长很长的句子当中。", "Hani"),
        ("В Стамбуле прошла встреча (TRT).", "Cyrl"),
        ("2025-06-05, 10:30", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_dominant_script_of_a_text(text: str, expected: str) -> None:
    assert script(text) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Latn"),
        ("ur", "Arab"),
        ("sr", "Cyrl"),
        ("sr-Latn-RS", "Latn"),
        ("zh-TW", "Hani"),
        ("zh_Hant", "Hani"),
        ("pa", "Guru"),
        ("pa-PK", "Arab"),
        ("ckb", "Arab"),
        ("xx", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_of_a_language(language: str, expected: str) -> None:
    assert script_of(language) == expected


@pytest.mark.parametrize("language", ["ar", "fa", "he", "ur", "ps", "dv", "yi", "ks", "ckb", "ug", "ar-EG", "ku-Arab"])
def test_languages_that_run_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "ru", "zh", "ku", "hi", "tr", "und", "", "nonsense"])
def test_languages_that_run_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


@pytest.mark.parametrize(
    ("language", "found", "expected"),
    [
        ("en", "Latn", True),
        ("en-GB", "Cyrl", False),
        ("sr", "Latn", True),
        ("uz", "Cyrl", True),
        ("ja", "Hani", True),
        ("ar", "Latn", False),
        ("en", "Zyyy", True),
        ("xx", "Arab", True),
    ],
)
def test_whether_a_text_can_be_in_a_language(language: str, found: str, expected: bool) -> None:
    assert written_in(language, found) is expected
