import codecs

import pytest

from digest.parse.decoding import as_written, decode

RUSSIAN = "Министр сказал, что переговоры в Стамбуле скоро возобновятся и продлятся два дня."
FRENCH = "Le président a été reçu à l’Élysée, où il s’est exprimé sur la négociation."
CHINESE = "外交部长今天在北京表示会谈将很快恢复，双方代表团都将出席。"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", RUSSIAN),
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("windows-1252", FRENCH),
        ("gb18030", CHINESE),
        ("big5", "外交部長今天在北京表示會談將很快恢復，雙方代表團都將出席。"),
        ("shift_jis", "外相は協議がまもなく再開されると述べた。"),
        ("euc-jp", "外相は協議がまもなく再開されると述べた。"),
        ("euc-kr", "외무장관은 회담이 곧 재개될 것이라고 말했다."),
        ("windows-1250", "Ministr zahraničí řekl, že jednání budou brzy obnovena."),
        ("windows-1253", "Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα επαναληφθούν."),
        ("windows-1254", "Türkiye ve Suriye dışişleri bakanları İstanbul’da görüştü."),
        ("windows-1255", "שר החוץ אמר כי השיחות יחודשו בקרוב."),
        ("windows-1256", "قال وزير الخارجية إن المحادثات ستستأنف قريبا"),
    ],
)
def test_an_encoding_is_found_that_is_declared_in_the_transport_in_the_text_or_nowhere(
    encoding: str, text: str
) -> None:
    body = text.encode(encoding)
    assert decode(body, encoding) == text
    prolog = f'<?xml version="1.0" encoding="{encoding}"?><a>'
    assert decode(prolog.encode() + body) == prolog + text
    meta = f'<html><meta charset="{encoding}">'
    assert decode(meta.encode() + body) == meta + text
    assert decode(body) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_outdoes_every_declaration(mark: bytes, encoding: str) -> None:
    assert decode(mark + RUSSIAN.encode(encoding), "windows-1251") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark(encoding: str) -> None:
    assert decode(f"<a>{RUSSIAN}</a>".encode(encoding)) == f"<a>{RUSSIAN}</a>"


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "utf-16", "no-such-encoding", "us-ascii"])
def test_utf_8_is_known_although_something_else_is_declared(declared: str) -> None:
    assert decode(RUSSIAN.encode(), declared) == RUSSIAN


def test_a_prolog_that_lies_is_not_believed() -> None:
    prolog = '<?xml version="1.0" encoding="utf-8"?><rss><title>'
    assert decode(prolog.encode() + RUSSIAN.encode("cp1251")) == prolog + RUSSIAN


def test_a_few_foreign_bytes_in_utf_8() -> None:
    body = ("Türkiye said “yes”, Çankaya too. " * 5).encode() + b"It is the caf\xe9\x92s."
    assert decode(body).endswith("It is the café’s.")


def test_typographic_quotes_alone_are_windows_1252() -> None:
    assert decode(b"The minister\x92s view") == "The minister’s view"


def test_bytes_that_no_encoding_explains() -> None:
    assert decode(b"It is so \x81\x8d\x9d they said") == "It is so \ufffd\ufffd\ufffd they said"
    assert isinstance(decode(b"\xff\xfd\x81\x00\x9d\xa0\x8d\x81\xff\xfe\x00\x81" * 3), str)


def test_seven_bit_japanese_must_be_declared() -> None:
    body = "外相は述べた。".encode("iso-2022-jp")
    assert decode(body, "iso-2022-jp") == "外相は述べた。"
    assert decode(body, "iso-2022-bogus") == decode(body) == body.decode("ascii")


@pytest.mark.parametrize("body", [b"", b"plain", b"\x00" * 8, bytes(range(256)) * 4])
def test_nothing_makes_it_fail(body: bytes) -> None:
    assert isinstance(decode(body), str)


def test_only_decoding_errors_are_mended() -> None:
    with pytest.raises(UnicodeEncodeError):
        "\ud800".encode("utf-8", "digest-windows")


def test_iso_8859_15_that_nobody_declares() -> None:
    text = "Le cœur du débat : 20 € pour l’été".replace("’", "'")
    assert decode(text.encode("iso8859-15")) == text
    assert decode("À 5½ km d'ici, l'été".encode("cp1252")) == "À 5½ km d'ici, l'été"


@pytest.mark.parametrize("encoding", ["cp037", "cp500", "cp1140"])
def test_the_encodings_of_mainframes(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss>Talks [resume]</rss>'
    assert decode(text.encode(encoding)) == text


def test_much_that_is_no_utf_8_is_not_mended_byte_by_byte() -> None:
    assert decode(("Россия и Украина " * 2_000).encode("cp1251") + "é".encode()).startswith("Россия")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_was_encoded_twice_is_put_right(encoding: str) -> None:
    whole = "<p>Café</p><p>Le monde – l’actualité</p>"
    twice = whole.encode().decode("cp1252")
    assert decode(twice.encode(encoding)) == whole
    assert as_written(twice.encode(encoding)) == twice
