"""Mails that are no news: reports, automatic replies, invitations, and requests to confirm, in many languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import SourceTrouble
from tests.parse.mail.post import letter, read, why

NEWS = (
    "The water board measured two metres at the old bridge on Monday morning. It expects the river to fall again by "
    "Thursday, as no rain is forecast in the hills. Two roads stay closed, and the ferry does not run. "
)
PARTS = 'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="b"{more}\r\n\r\n--b\r\n'


def parts(kind: str, second: str, more: str = "", first: str = "Content-Type: text/plain\r\n\r\n" + NEWS) -> bytes:
    head = "From: Wire <w@example.com>\r\nSubject: The river\r\n" + PARTS.format(kind=kind, more=more)
    return f"{head}{first}\r\n--b\r\n{second}\r\n--b--\r\n".encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (parts("report", "Content-Type: message/delivery-status\r\n\r\nAction: failed", "; report-type=delivery-status"),
         "it reports a failed or made delivery"),
        (letter(text=NEWS, Auto_Submitted="auto-replied (vacation)"), "it is an automatic reply"),
        (letter(text=NEWS, Precedence="auto_reply"), "it is an automatic reply"),
        (letter(text=NEWS, X_Autoreply="yes"), "it is an automatic reply"),
        (parts("alternative", "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"),
         "it is an invitation to a calendar"),
        (parts("encrypted", "Content-Type: application/octet-stream\r\n\r\nabc",
               first="Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"),
         "it is encrypted, or signed in a way that hides its text"),
        (letter(text="-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"),
         "it is encrypted, or signed in a way that hides its text"),
        (b"Subject: S\r\nFrom: a@b.example\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMIAG",
         "it is encrypted, or signed in a way that hides its text"),
        (b"Subject: S\r\nFrom: a@b.example\r\nContent-Type: image/png\r\n\r\nabc",
         "it has no text of its own: attachments, pictures or nothing"),
    ],
)  # fmt: skip
def test_what_is_no_news_by_its_parts_and_headers(body: bytes, reason: str) -> None:
    assert why(body) == reason


@pytest.mark.parametrize(
    "body",
    [
        letter(text=NEWS, Auto_Submitted="auto-generated", Precedence="bulk"),
        parts("signed", "Content-Type: application/pgp-signature\r\n\r\nabc"),
        parts(
            "mixed",
            "Content-Type: text/calendar\r\nContent-Disposition: attachment; filename=a.ics\r\n\r\nBEGIN:VCALENDAR",
        ),
    ],
    ids=["bulk", "signed", "dates attached"],
)
def test_what_is_news_all_the_same(body: bytes) -> None:
    assert why(body) == ""


CONFIRM, WELCOME, ACCOUNT = (
    "it asks to confirm a subscription or an address",
    "it only welcomes a new subscriber",
    "it is about an account: a password, a code or a sign-in",
)


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        ("Please confirm your subscription", "Click the link below to confirm your subscription. If you did not sign up, "
         "simply ignore this message.", CONFIRM),
        ("Action required: verify your email", "Hi, please verify your email address.", CONFIRM),
        ("One thing", "To confirm your address, click here. If you didn't request this, ignore this email.", CONFIRM),
        ("Confirmez votre inscription", "Pour confirmer votre inscription, cliquez sur le lien. Si vous n'êtes pas à "
         "l'origine de cette demande, ignorez ce message.", CONFIRM),
        ("Bitte bestätigen Sie Ihre Anmeldung", "Klicken Sie auf den Link, um Ihre Anmeldung zu bestätigen. Sie haben "
         "sich nicht angemeldet? Ignorieren Sie diese E-Mail einfach.", CONFIRM),
        ("Confirma tu suscripción", "Haz clic para confirmar tu suscripción. Si no solicitaste este correo, ignora este "
         "mensaje.", CONFIRM),
        ("Aboneliğinizi onaylayın", "Aboneliğinizi onaylamak için bağlantıya tıklayın. Talep etmediyseniz bu e-postayı "
         "dikkate almayın.", CONFIRM),
        ("Подтвердите подписку", "Чтобы подтвердить подписку, нажмите на ссылку. Если вы не подписывались, просто удалите "
         "это письмо.", CONFIRM),
        ("تأكيد الاشتراك", "لتأكيد اشتراكك انقر على الرابط أدناه. إذا لم تقم بالاشتراك فيرجى تجاهل هذه الرسالة.", CONFIRM),
        ("Welcome to the Weekly Wire", "Thanks for subscribing! Your first issue comes on Monday.", WELCOME),
        ("Bienvenue", "Merci de votre inscription. Vous recevrez chaque lundi notre lettre.", WELCOME),
        ("Willkommen beim Wochenblick", "Vielen Dank für Ihre Anmeldung. Sie erhalten ab Montag unsere Post.", WELCOME),
        ("¡Bienvenido!", "Gracias por suscribirte. Recibirás el boletín cada lunes.", WELCOME),
        ("Hoş geldiniz", "Abone olduğunuz için teşekkürler. Her pazartesi size bir bülten göndereceğiz.", WELCOME),
        ("Добро пожаловать!", "Спасибо за подписку. Вы будете получать письма по понедельникам.", WELCOME),
        ("مرحبا بك", "شكرا لاشتراكك في نشرتنا. ستصلك الرسالة كل يوم اثنين.", WELCOME),
        ("Reset your password", "You asked for a new password. The link expires in one hour.", ACCOUNT),
        ("Your code: 123456", "Your code is 123456. It is valid for ten minutes.", ACCOUNT),
        ("Réinitialisez votre mot de passe", "Voici le lien pour choisir un nouveau mot de passe. Il expire demain.",
         ACCOUNT),
        ("Passwort zurücksetzen", "Hier können Sie ein neues Passwort wählen.", ACCOUNT),
        ("Restablecer contraseña", "Usa este enlace para elegir una nueva contraseña.", ACCOUNT),
        ("Şifre sıfırlama", "Yeni şifre belirlemek için tıklayın.", ACCOUNT),
        ("Восстановление пароля", "Ссылка для нового пароля действительна один час.", ACCOUNT),
        ("إعادة تعيين كلمة المرور", "اضغط على الرابط لاختيار كلمة المرور الجديدة.", ACCOUNT),
    ],
)  # fmt: skip
@pytest.mark.parametrize("html", [True, False])
def test_mails_about_a_subscription_or_an_account(subject: str, text: str, reason: str, *, html: bool) -> None:
    body = letter(html=f"<p>{text}</p>" if html else "", text="" if html else text, Subject=subject)
    assert why(body) == reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("The river", NEWS + "Unsubscribe. Confirm your subscription. Update your preferences."),
        ("Welcome to the age of floods", NEWS * 3),
        ("Senate to confirm your next ambassador", NEWS),
        ("Password leak at a bank: what is known", NEWS),
        ("Parliament must confirm subscription law", NEWS * 8 + "If you did not subscribe, ignore this email."),
        ("Le mot de passe de la semaine", NEWS),
        ("Willkommen im Herbst", NEWS * 2),
        ("Подтверждение договора", NEWS),
        ("مرحبا بكم في بغداد: تقرير", NEWS),
        ("One-time charge for rivers", NEWS),
        ("Bienvenidos a la sequía", NEWS),
        ("A report on password managers", NEWS * 9 + "Reset your password. Your code expires in an hour."),
    ],
)
def test_newsletters_that_only_sound_like_it(subject: str, text: str) -> None:
    assert why(letter(text=text, Subject=subject)) == ""


@pytest.mark.parametrize(
    "foot", ["Unsubscribe", "Confirm your email to keep receiving this", "Not subscribed? Sign up here"]
)
def test_a_short_bulletin_with_such_a_link_in_its_foot_is_news(foot: str) -> None:
    html = f"<p>{NEWS}</p><p><a href='https://news.example.com/x'>{foot}</a></p><p>© 2026 The Weekly Wire</p>"
    assert why(letter(html=html)) == ""


def test_no_newsletter_of_the_corpus_is_taken_for_a_request(shared: Path) -> None:
    reasons = []
    for path in sorted((shared / "corpora/mail").rglob("*.*")):
        body = path.read_bytes()
        if path.suffix == ".html":
            body = letter(html=body.decode(), Subject="News")
        try:
            reasons.append(why(body))
        except SourceTrouble:
            continue
    assert len(reasons) > 110
    assert not {CONFIRM, WELCOME, ACCOUNT} & set(reasons)


def test_the_reason_names_the_mail() -> None:
    (one,) = read(letter(text="Please confirm your subscription.", Subject="Confirm your subscription"))
    assert repr(one).startswith("Ignored(source='Wire', where='file:mail/one.eml: Confirm your subscription'")
