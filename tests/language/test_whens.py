"""Dates of news sentences. All articles here are of Thursday 5 June 2025, noon UTC.

Measured on the first 119 rows, written before the grammar was mended on its misses: this grammar read 112 as they are
meant at once, and all of them now. dateparser 1.5 (search_dates, with the language, the day and "past" given) read 68,
18 otherwise, found none in 8, and a date in 25 that name no event's date.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.language.whens import when, whens

PUBLISHED = datetime(2025, 6, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Delegations met on June 2 in Istanbul.", "en", "2025-06-02"),
        ("Delegations met in Istanbul on Monday.", "en", "2025-06-02"),
        ("The parliament voted on Thursday to lift the ban.", "en", "2025-06-05"),
        ("The ship left Odesa on Friday with 26,000 tonnes of maize.", "en", "2025-05-30"),
        ("Talks were held yesterday in Geneva.", "en", "2025-06-04"),
        ("The war has gone on since 2022.", "en", "2022"),
        ("The two countries have had no embassies since March 2016.", "en", "2016-03"),
        ("Delegates will meet in Ankara on Tuesday.", "en", "2025-06-10"),
        ("The court ruled on 14 May 2025 that the law stands.", "en", "2025-05-14"),
        ("The treaty was signed on May 14, 2025, in Vienna.", "en", "2025-05-14"),
        ("The summit takes place on June 24-25 in The Hague and opens with a dinner.", "en", "2025-06-24"),
        ("The minister said on Tuesday that grain exports had doubled.", "en", "2025-06-03"),
        ("Officials told reporters on Wednesday that the port was hit on Monday.", "en", "2025-06-02"),
        ("Inflation fell to 4.2 percent last month.", "en", "2025-05"),
        ("Exports grew by a tenth last year.", "en", "2024"),
        ("The bridge was closed last Friday after cracks were found.", "en", "2025-05-30"),
        ("The agency was founded in 1957.", "en", "1957"),
        ("A ceasefire was agreed in November 2020.", "en", "2020-11"),
        ("Two days ago, the river rose above its banks.", "en", "2025-06-03"),
        ("Monday, June 2, was declared a day of mourning.", "en", "2025-06-02"),
        ("On Monday, 2 June, the bank raised its rate.", "en", "2025-06-02"),
        ("The satellite was launched on 2025-06-01 from Kourou.", "en", "2025-06-01"),
        ("The ferry sank on Saturday night off the coast of Bali.", "en", "2025-05-31"),
        ("Voters go to the polls on June 1 and June 15.", "en", None),
        ("The ban must be lifted by Friday.", "en", None),
        ("The offer stands until June 30.", "en", None),
        ("The market opens every Monday.", "en", None),
        ("The Sunday Times first printed the letter.", "en", None),
        ("The May 27 agreement is still in force.", "en", None),
        ("Prices may rise in the second half.", "en", None),
        ("Demonstrators march through the city.", "en", None),
        ("The law could pass on Monday or Tuesday.", "en", None),
        ("Up to 2000 people were in the hall.", "en", None),
        ("Trains stand still between Monday and Wednesday.", "en", None),
        ("The vote was held on Monday, June 3.", "en", None),
        ("The exhibition marks the anniversary of June 6.", "en", None),
        ("In 2000 cities the lights went out.", "en", None),
        ("The station burned down in December.", "en", "2024-12"),
        ("Parliament was dissolved in April.", "en", "2025-04"),
        ("Elections are planned for September 14.", "en", "2025-09-14"),
        ("Blinken met today with Jordan's king.", "en", "2025-06-05"),
        ("The island is today a barren place.", "en", None),
        ("Black Friday brought shops record sales.", "en", None),
        ("Переговоры прошли 2 июня в Стамбуле.", "ru", "2025-06-02"),
        ("Стороны встретились в понедельник.", "ru", "2025-06-02"),
        ("Во вторник парламент принял закон.", "ru", "2025-06-03"),
        ("Вчера в Женеве завершились консультации.", "ru", "2025-06-04"),
        ("Договор подписан 14 мая 2025 года.", "ru", "2025-05-14"),
        ("Война продолжается с 2022 года.", "ru", "2022"),
        ("В мае инфляция замедлилась.", "ru", "2025-05"),
        ("Соглашение действует с марта 2016 года.", "ru", "2016-03"),
        ("Завод открыли в прошлом году.", "ru", "2024"),
        ("Заявки принимаются до 30 июня.", "ru", None),
        ("Встреча состоится во вторник в Анкаре.", "ru", "2025-06-10"),
        ("Каждый понедельник музей закрыт.", "ru", None),
        ("Экспорт вырос в прошлом месяце.", "ru", "2025-05"),
        ("В минувшую пятницу мост закрыли.", "ru", "2025-05-30"),
        ("Делегації зустрілися 2 червня у Стамбулі.", "uk", "2025-06-02"),
        ("У понеділок сторони обмінялися полоненими.", "uk", "2025-06-02"),
        ("Учора Рада ухвалила закон.", "uk", "2025-06-04"),
        ("Угоду підписано 14 травня 2025 року.", "uk", "2025-05-14"),
        ("Війна триває з 2014 року.", "uk", "2014"),
        ("Heyetler 2 Haziran'da İstanbul'da görüştü.", "tr", "2025-06-02"),
        ("Heyetler Pazartesi günü İstanbul'da bir araya geldi.", "tr", "2025-06-02"),
        ("Meclis dün yasayı kabul etti.", "tr", "2025-06-04"),
        ("Anlaşma 14 Mayıs 2025'te imzalandı.", "tr", "2025-05-14"),
        ("Savaş 2022'den bu yana sürüyor.", "tr", "2022"),
        ("Köprü 2016 yılında açıldı.", "tr", "2016"),
        ("İhracat geçen yıl arttı.", "tr", "2024"),
        ("Müze her pazartesi kapalıdır.", "tr", None),
        ("Zirve 24 Haziran'da yapılacak.", "tr", "2025-06-24"),
        ("Les délégations se sont réunies le 2 juin à Istanbul.", "fr", "2025-06-02"),
        ("Les délégations se sont réunies lundi à Istanbul.", "fr", "2025-06-02"),
        ("Le Parlement a voté la loi hier.", "fr", "2025-06-04"),
        ("L'accord a été signé le 1er juin 2025.", "fr", "2025-06-01"),
        ("La guerre dure depuis 2022.", "fr", "2022"),
        ("Le pont a été fermé vendredi dernier.", "fr", "2025-05-30"),
        ("Les candidatures sont ouvertes jusqu'au 30 juin.", "fr", None),
        ("Le musée est fermé tous les lundis.", "fr", None),
        ("L'usine a ouvert en 2016.", "fr", "2016"),
        ("La réunion s'est tenue mardi 3 juin.", "fr", "2025-06-03"),
        ("Die Delegationen trafen sich am 2. Juni in Istanbul.", "de", "2025-06-02"),
        ("Am Montag tagte der Rat in Brüssel.", "de", "2025-06-02"),
        ("Gestern stimmte das Parlament ab.", "de", "2025-06-04"),
        ("Der Vertrag wurde am 14. Mai 2025 unterzeichnet.", "de", "2025-05-14"),
        ("Der Krieg dauert seit 2022 an.", "de", "2022"),
        ("Bis Freitag muss die Frist eingehalten werden.", "de", None),
        ("Jeden Montag ist das Museum geschlossen.", "de", None),
        ("Der Rat tagt heute morgen.", "de", None),
        ("Am vergangenen Freitag wurde die Brücke gesperrt.", "de", "2025-05-30"),
        ("Las delegaciones se reunieron el 2 de junio en Estambul.", "es", "2025-06-02"),
        ("Las delegaciones se reunieron el lunes en Estambul.", "es", "2025-06-02"),
        ("El Parlamento aprobó ayer la ley.", "es", "2025-06-04"),
        ("El acuerdo se firmó el 14 de mayo de 2025.", "es", "2025-05-14"),
        ("La guerra dura desde 2022.", "es", "2022"),
        ("El puente se cerró el viernes pasado.", "es", "2025-05-30"),
        ("El museo cierra todos los lunes.", "es", None),
        ("La cumbre se celebrará el 24 de junio.", "es", "2025-06-24"),
        ("Le delegazioni si sono incontrate il 2 giugno.", "it", "2025-06-02"),
        ("Il ponte è stato chiuso venerdì scorso.", "it", "2025-05-30"),
        ("As delegações reuniram-se em 2 de junho.", "pt", "2025-06-02"),
        ("O acordo foi assinado na segunda-feira.", "pt", "2025-06-02"),
        ("اجتمع الوفدان في 2 يونيو في إسطنبول.", "ar", "2025-06-02"),
        ("اجتمع الوفدان يوم الاثنين في إسطنبول.", "ar", "2025-06-02"),
        ("اجتمع الوفدان في 2 حزيران في عمان.", "ar", "2025-06-02"),
        ("وقع الاتفاق في 14 أيار/مايو 2025.", "ar", "2025-05-14"),
        ("الحرب مستمرة منذ 2022.", "ar", "2022"),
        ("أغلق الجسر الجمعة الماضي.", "ar", "2025-05-30"),
        ("افتتح المصنع في عام 2016.", "ar", "2016"),
        ("تعقد القمة الثلاثاء المقبل.", "ar", "2025-06-10"),
        ("خطبة الجمعة تبث مباشرة.", "ar", None),
        ("هیئت\u200cها ۱۲ خرداد دیدار کردند.", "fa", "2025-06-02"),
        ("هیئت\u200cها روز دوشنبه دیدار کردند.", "fa", "2025-06-02"),
        ("توافق در ۲۴ اردیبهشت ۱۴۰۴ امضا شد.", "fa", "2025-05-14"),
        ("مجلس دیروز قانون را تصویب کرد.", "fa", "2025-06-04"),
        ("دونوں وفود 2 جون کو استنبول میں ملے۔", "ur", "2025-06-02"),
        ("دونوں وفود پیر کو استنبول میں ملے۔", "ur", "2025-06-02"),
        ("معاہدے پر 14 مئی 2025 کو دستخط ہوئے۔", "ur", "2025-05-14"),
        ("جنگ 2022 سے جاری ہے۔", "ur", "2022"),
        ("Delegates will travel to Madrid from March 6 to 8.", "en", None),
        ("Three days of mourning, Wednesday through Friday, were announced.", "en", None),
        ("Forecasters predict landfall on Saturday morning.", "en", "2025-06-07"),
        ("The ministry said, “We will decide tomorrow.”", "en", None),
        ("Monday's meeting lasted two hours.", "en", None),
        ("During this year of action, states will report.", "en", None),
        ("On Monday, sixteen states sued so that the wall could not be built.", "en", "2025-06-02"),
        ("On Tuesday, delegates will meet in Ankara.", "en", "2025-06-10"),
        ("A minister who confessed to taking money in 2016, when the mine was sold, was arrested.", "en", None),
        (
            "In 2016, the mine was sold to a company that has since closed it and moved all of its machines abroad.",
            "en",
            "2016",
        ),
        ("اجتمع الوفدان أول أمس في عمان.", "ar", "2025-06-03"),
        ("Der Rat tagte vorgestern.", "de", "2025-06-03"),
        ("The satellite fell on June 1, said Tuesday's statement.", "en", "2025-06-01"),
        ("The bridge opened on 31 June.", "en", None),
        ("会议于6月2日在伊斯坦布尔举行。", "zh", None),
    ],
)
def test_when(sentence: str, language: str, expected: str | None) -> None:
    found = when(sentence, language, PUBLISHED)
    assert (found.date if found else None) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The treaty was signed on May 14, 2025, in Vienna.", "2025-05-14"),
        ("The agency was founded in 1957.", "1957"),
        ("Delegations met on June 2 in Istanbul.", None),
        ("Delegations met in Istanbul on Monday.", None),
        ("Talks were held yesterday in Geneva.", None),
    ],
)
def test_nothing_is_counted_from_the_day_of_a_fetch(sentence: str, expected: str | None) -> None:
    found = when(sentence, "en", None)
    assert (found.date if found else None) == expected


def test_yesterday_is_unsure_while_it_is_still_the_day_before_elsewhere() -> None:
    assert when("Talks were held yesterday in Geneva.", "en", PUBLISHED.replace(hour=2)) is None


@pytest.mark.parametrize(
    ("published", "expected"),
    [(datetime(2025, 1, 9, 12, tzinfo=UTC), "2024-12-30"), (datetime(2024, 12, 30, 12, tzinfo=UTC), "2024-12-30")],
)
def test_a_day_without_a_year_is_the_nearest_one(published: datetime, expected: str) -> None:
    found = when("The station burned down on December 30.", "en", published)
    assert found is not None
    assert found.date == expected


def test_a_day_without_a_year_half_a_year_away_is_none() -> None:
    assert when("The station burned down on December 5.", "en", PUBLISHED) is None


def test_a_date_says_its_words_and_how_precise_it_is() -> None:
    sentence = "The two countries have had no embassies since March 2016."
    (found,) = whens(sentence, "en", PUBLISHED)
    assert (sentence[found.start : found.end], found.precision) == ("since March 2016", "month")


def test_the_day_of_what_is_told_counts_before_that_of_the_telling() -> None:
    found = whens("Officials told reporters on Wednesday that the port was hit on Monday.", "en", PUBLISHED)
    assert [(one.date, one.said) for one in found] == [("2025-06-04", True), ("2025-06-02", False)]
