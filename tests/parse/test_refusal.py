"""Pages that are no article, in many languages; and articles that speak of such things."""

from __future__ import annotations

import pytest

from digest.parse.refusal import (
    CHECK,
    CONSENT,
    EMPTY,
    LOGIN,
    MISSING,
    PAYWALL,
    is_another,
    refusal,
)

URL = "https://wire.example/1"
NEWS = (
    "The bulk carrier left the port of Odesa with 26,000 tonnes of maize on board, the first such voyage since February. "
    "Inspectors of all four parties checked the ship north of the Bosporus, on its way out to the Mediterranean."
)


def refused(
    *lines: str, title: str = "Grain ship leaves Odesa", url: str = URL, free: bool = True, password: bool = False
) -> str:
    """The judgement on a page whose article and main part are these lines."""
    return refusal("\n".join(lines), lines, (title,), url, free=free, password=password)


@pytest.mark.parametrize(
    "lines",
    [
        ["We use cookies.", "Accept all or manage your preferences. Our partners have a legitimate interest."],
        [
            "Wir verwenden Cookies und ähnliche Verfahren, auch unsere Partner. Alle akzeptieren oder Einwilligung ablehnen."
        ],
        ["Nos partenaires et nous utilisons des cookies. Tout accepter, tout refuser ou continuer sans accepter."],
        ["Utilizamos cookies. Nuestros socios también. Aceptar todo o rechazar todo."],
        ["Мы используем файлы cookie, как и наши партнёры. Принять все. Отклонить все."],
        ["İş ortaklarımız ve biz çerezler kullanıyoruz. Tümünü kabul et veya tümünü reddet."],
        ["نستخدم ملفات تعريف الارتباط. شركاؤنا أيضا. قبول الكل أو رفض الكل"],
    ],
)
def test_consent(lines: list[str]) -> None:
    assert refused(*lines) == CONSENT


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Before you continue to Search", CONSENT), ("We value your privacy", CONSENT), ("Ihre Privatsphäre ist uns wichtig", CONSENT),
        ("Avant de continuer", CONSENT), ("Gizliliğiniz bizim için önemli", CONSENT), ("Прежде чем продолжить", CONSENT),
        ("404", MISSING), ("404 - Page not found", MISSING), ("Page not found | Wire", MISSING), ("Seite nicht gefunden", MISSING),
        ("Page introuvable", MISSING), ("Página no encontrada", MISSING), ("Страница не найдена", MISSING), ("Sayfa bulunamadı", MISSING),
        ("الصفحة غير موجودة", MISSING), ("Oops!", MISSING), ("Just a moment...", CHECK), ("Attention Required! | Shield", CHECK),
        ("Access Denied", CHECK), ("Zugriff verweigert", CHECK), ("Accès refusé", CHECK), ("Acceso denegado", CHECK),
        ("Доступ ограничен", CHECK), ("Erişim engellendi", CHECK), ("تم رفض الوصول", CHECK), ("Log in", LOGIN), ("Sign in - Wire", LOGIN),
        ("Anmelden", LOGIN), ("Connexion", LOGIN), ("Iniciar sesión", LOGIN), ("Вход", LOGIN), ("Giriş yap", LOGIN), ("تسجيل الدخول", LOGIN),
    ],
)  # fmt: skip
def test_titles(title: str, expected: str) -> None:
    assert refused("There is a short text.", title=title) == expected


@pytest.mark.parametrize(
    "notice",
    [
        "Subscribe to continue reading.", "This article is for subscribers only.", "Already a subscriber? Log in",
        "Register to read this article for free", "To read the full story, start your free trial", "You have 2 free articles left this month.",
        "Dieser Artikel ist exklusiv für Abonnenten.", "Jetzt weiterlesen mit Wire Plus", "Sie sind bereits Abonnent? Anmelden",
        "Article réservé aux abonnés", "Il vous reste 72 % de cet article à lire.", "Déjà abonné ? Connectez-vous",
        "Contenido exclusivo para suscriptores", "Suscríbete para seguir leyendo", "¿Ya eres suscriptor? Inicia sesión",
        "Материал доступен только подписчикам. Оформите подписку", "Чтобы читать дальше, войдите", "Уже есть подписка?",
        "Okumaya devam etmek için abone olun", "Bu içerik yalnızca abonelere özel", "Zaten abone misiniz?",
        "هذا المحتوى للمشتركين فقط", "لمتابعة القراءة سجل الدخول", "هل أنت مشترك بالفعل؟",
    ],
)  # fmt: skip
def test_paywalls(notice: str) -> None:
    assert refused(NEWS, notice) == PAYWALL
    assert refusal(NEWS, [NEWS, notice], ("Grain ship",), URL, free=True, password=False) == PAYWALL


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        NEWS
        + " The paper is for subscribers only, its editor said, and readers must subscribe to continue reading, to read the "
        "full story or not. He had asked them in a letter of three pages, of which two were on cookies, whether they mind. "
        "Of 9,000 readers 412 answered, he said, and most of those did not. The others will be asked again in a year.",
        "The court heard the case of consent to cookies on Monday. A browser that says no to all has refused, it held, and a "
        "cookie policy of forty pages informs nobody. Sites have until the spring to change what they ask of their readers.",
        "A page not found may be a law broken, the court held: archives of the state must keep the addresses of what they print.",
    ],
)
def test_articles_that_speak_of_it(text: str) -> None:
    assert refused(text) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"url": "https://consent.search.example/m?continue=x"}, CONSENT),
        ({"url": "https://wire.example/consent?back=1"}, CONSENT),
        ({"url": "https://wire.example/2025/consent-in-law"}, ""),
        ({"free": False}, PAYWALL),
        ({"password": True}, LOGIN),
        ({}, ""),
    ],
)
def test_signs(changes: dict[str, object], expected: str) -> None:
    judged = {"url": URL, "free": True, "password": False} | changes
    assert refusal(NEWS, [NEWS], ("Grain ship",), **judged) == expected  # type: ignore[arg-type]


def test_long_texts_are_articles() -> None:
    long = "\n".join(NEWS.replace("26,000", str(number)) for number in range(40))
    lines = [*long.split("\n"), "Already a subscriber? Log in"]
    assert refusal(long, lines, ("Just a moment",), URL, free=False, password=True) == ""


def test_a_robot_check_by_its_words() -> None:
    assert refused("Please enable JavaScript and cookies to continue.", title="wire.example") == CHECK
    assert refused("Подтвердите, что вы не робот", title="wire.example") == CHECK
    assert refused(title="Ships") == EMPTY


@pytest.mark.parametrize(
    ("title", "said", "page_title", "text", "expected"),
    [
        ("Grain ship leaves Odesa", "The first ship left.", "Grain ship leaves Odesa", NEWS, False),
        ("Grain ship leaves Odesa", "", "First ship with maize leaves port of Odesa", NEWS, False),
        (
            "Grain ship leaves Odesa",
            "The first ship left.",
            "Museum shows old masters",
            "Paintings of the Dutch century.",
            True,
        ),
        (
            "Зерновое судно вышло из Одессы",
            "Первое судно с зерном.",
            "Музей показывает картины",
            "Голландская живопись.",
            True,
        ),
        (
            "Зерновое судно вышло из Одессы",
            "Первое судно.",
            "Первые зерновые суда вышли из Одессы",
            "Судно с кукурузой.",
            False,
        ),
        ("首艘粮船离开敖德萨港", "粮船已启航。", "博物馆展出荷兰绘画", "画作一百二十幅。", True),
        ("首艘粮船离开敖德萨港", "粮船已启航。", "敖德萨首艘粮船启航", "粮船离开港口。", False),
        ("Ships", "", "Museum", "Paintings", False),  # too few words to say anything
    ],
)
def test_another_article(title: str, said: str, page_title: str, text: str, expected: bool) -> None:
    assert is_another(title, said, (page_title,), text) is expected
