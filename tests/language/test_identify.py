import pytest

from digest.language.identify import UNDETERMINED, confidence, identify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delegations of both countries met in Istanbul for a second round of talks.", "en"),
        ("Делегации двух стран встретились в Стамбуле для второго раунда переговоров.", "ru"),
        ("Делегації двох країн зустрілися у Стамбулі для другого раунду переговорів.", "uk"),
        ("اجتمع وفدا البلدين في إسطنبول لعقد جولة ثانية من المحادثات.", "ar"),
        ("دونوں ممالک کے وفود نے مذاکرات کے دوسرے دور کے لیے استنبول میں ملاقات کی۔", "ur"),
        ("İki ülkenin heyetleri görüşmelerin ikinci turu için İstanbul'da bir araya geldi.", "tr"),
        ("La kunveno de la du delegitaroj okazis en Istanbulo kaj daŭris nur unu horon.", "eo"),
    ],
    ids=["en", "ru", "uk", "ar", "ur", "tr", "eo"],
)
def test_the_language_of_a_sentence(text: str, expected: str) -> None:
    assert identify(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "OK", "2025-06-05 10:30", "Istanbul", "Lima Quito Oslo Baku Rome Bern Tunis", "qwrt zxcv bnmp lkjh gfds poiu"],
)
def test_too_little_to_tell(text: str) -> None:
    assert identify(text) == UNDETERMINED


def test_the_beginning_of_a_long_text_decides() -> None:
    assert (
        identify("The talks went on in Istanbul for the whole day. " * 2_000 + "Переговоры продолжались. " * 50) == "en"
    )


def test_a_wrong_encoding_looks_like_no_language() -> None:
    right = "Премьер-министр заявил о переговорах в Стамбуле."
    assert confidence(right) > confidence(right.encode().decode("cp1252", "replace"))
