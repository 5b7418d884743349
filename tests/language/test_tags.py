import pytest

from digest.language.tags import tag


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("en", "en"),
        (" EN_us ", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr_latn", "sr-Latn"),
        ("de-1996", "de-1996"),
        ("ca-ES-VALENCIA", "ca-ES-valencia"),
        ("epo", "eo"),
        ("iw", "he"),
        ("ckb", "ckb"),
        ("x-default", ""),
        ("english", ""),
        ("en gb", ""),
        ("مم", ""),
        ("e", ""),
        ("", ""),
    ],
)
def test_tags(declared: str, expected: str) -> None:
    assert tag(declared) == expected
