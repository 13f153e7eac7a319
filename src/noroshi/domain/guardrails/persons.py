"""What belongs to a person, in a folded text: addresses, numbers, accounts. Spans in order per kind.

Numbers count only where they cannot be anything else: a payment card by its length, prefix and
check digit (ISO/IEC 7812), a My Number by its check digit (Ordinance 85 of 2014, article 5), an
IBAN by its remainder (ISO 13616), a phone number by its country code or the way it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_LOOK = 60

_MAIL = late.pattern(
    r"(?a)(?<![A-Za-z0-9_.%+@-])(?P<local>[A-Za-z0-9_.%+-]{1,64}+)(?:@|[ ]?[\[(](?:at|AT)[\])][ ]?)"
    r"(?P<domain>(?:[A-Za-z0-9-]{1,63}(?:\.|[ ]?[\[(](?:dot|DOT)[\])][ ]?)){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
)
_ROLES = frozenset(
    [
        "support",
        "status",
        "press",
        "info",
        "contact",
        "help",
        "helpdesk",
        "noreply",
        "no",
        "reply",
        "donotreply",
        "billing",
        "sales",
        "security",
        "privacy",
        "abuse",
        "postmaster",
        "webmaster",
        "hello",
        "team",
        "care",
        "service",
        "services",
        "office",
        "admin",
        "administrator",
        "legal",
        "media",
        "news",
        "newsletter",
        "incident",
        "incidents",
        "updates",
        "update",
        "notifications",
        "notification",
        "alerts",
        "alert",
        "feedback",
        "dpo",
        "gdpr",
        "compliance",
        "jobs",
        "career",
        "careers",
        "recruit",
        "marketing",
        "partners",
        "partner",
        "customer",
        "customers",
        "customercare",
        "customersupport",
        "success",
        "account",
        "accounts",
        "payments",
        "invoices",
        "invoice",
        "orders",
        "order",
        "shop",
        "mail",
        "desk",
        "servicedesk",
        "operations",
        "ops",
        "noc",
        "soc",
        "api",
        "developer",
        "developers",
        "dev",
        "platform",
        "unsubscribe",
        "bounce",
        "bounces",
        "mailer",
        "daemon",
        "git",
        "root",
        "hostmaster",
        "trust",
        "enterprise",
        "community",
        "pr",
        "ir",
        "investor",
        "investors",
        "madoguchi",
        "toiawase",
        "otoiawase",
        "soumu",
        "koho",
        "kouhou",
        "inquiry",
        "inquiries",
        "enquiries",
        "cs",
        "faq",
        "user",
        "username",
        "you",
        "name",
        "someone",
        "yourname",
        "your",
        "example",
        "address",
        "me",
        "public",
        "reception",
        "hr",
        "general",
    ]
)


def mails(folded: str) -> Iterator[Span]:
    """Addresses that are not those of a role (``support@``)."""
    for match in _MAIL.finditer(folded):
        parts = re.split(r"[._+%0-9-]+", match["local"].lower())
        if not _ROLES.intersection(parts):
            yield match.span()


_PHONE = late.pattern(
    r"(?a)(?<![\w.+/#=&-])(?<![0-9][ ])(?:"
    r"(?P<plus>\+[1-9][0-9]{0,2}[ .-]?(?:\(0?[0-9]{0,4}\)[ .-]?)?[0-9]{1,5}(?:[ .-]?[0-9]{2,5}){1,5})"
    r"|(?P<mobile>0[5789]0[ -]?[0-9]{4}[ -]?[0-9]{4})"
    r"|(?P<fixed>\(?0[1-9][0-9]{0,3}\)?[ -]?[0-9]{1,4}-[0-9]{4}|0[1-9][0-9]{0,3} [0-9]{2,4} [0-9]{4})"
    r"|(?P<us>(?:1[ .-])?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[.-])[2-9][0-9]{2}[.-][0-9]{4})"
    r"|(?P<plain>0[0-9]{2,5}[ /-]?[0-9]{3,4}(?:[ -]?[0-9]{2,6}){0,2})"
    r")(?![\w]|[.:/-][0-9])"
)
_LONG_VOWEL = late.pattern(r"(?<=[0-9])ー(?=[0-9])")  # where a Japanese keyboard has the dash
_PHONE_WORD = late.pattern(
    r"(?ai)(?:phone|mobile|cell(?: ?phone)?|call(?:ed)?|tel\.?|ring|reach(?:ed)?|whatsapp|text|number|"
    r"電話番号?|携帯|TEL|連絡先|番号)(?: \w{1,12}){0,3}[ :：はが(]{0,3}$"
)
_PUBLIC_LINE = late.pattern(
    r"(?ai)support|hotline|help ?(?:desk|line)|service desk|(?:call|contact|service) cent(?:re|er)|toll[- ]?free|"
    r"free ?phone|press|switchboard|customer (?:care|service)|contact us|call us|status line|sales|office|head ?quarters|"
    r"our (?:phone|number|team)|reception|問い?合わ?せ|窓口|サポート|フリーダイヤル|コール|ヘルプデスク|代表|受付|カスタマー|"
    r"本社|広報|お客(?:さま|様)(?:センター|相談)|ナビダイヤル|専用ダイヤル"
)
_FREE = late.pattern(
    r"(?a)(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]|\+?800|0120|0800|0570|0180|\+81[ -]?(?:120|800|570)|"
    r"0800 |\+49[ -]?800|\+44[ -]?(?:800|808|3)|0808|03[0-9]{2} "
)
_NO_PHONE = late.pattern(
    r"(?ai)(?:order|invoice|ref(?:erence)?|id|no\.?|account|contract|ticket|case|serial|iban|version|注文|請求|契約|伝票|管理|"
    r"受付|整理|型番|製造)(?: (?:number|no\.?|id))?(?:番号|書番号|コード|ID)?[ :：#は]{0,3}$"
)


def phones(folded: str) -> Iterator[Span]:
    """Numbers of phones that are not lines which a company publishes."""
    for match in _PHONE.finditer(_LONG_VOWEL.sub("-", folded)):
        if _is_of_a_person(match):
            yield match.span()


def _is_of_a_person(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _LOOK) : match.start()].rpartition("\n")[2]
    digits = sum(c.isdigit() for c in match[0])
    kind = match.lastgroup
    most = 15 if kind == "plus" else 11
    if not 9 <= digits <= most or (kind in {"mobile", "fixed"} and digits < 10):
        return False
    if _FREE.match(match[0]) or _PUBLIC_LINE.search(before) or _NO_PHONE.search(before):
        return False
    return kind != "plain" or bool(_PHONE_WORD.search(before))


_CARD = late.pattern(
    r"(?a)(?<![\w.-])(?<![0-9] )[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}(?![\w]|[.-][0-9]|[ ][0-9])"
)
_PREFIXES = late.pattern(
    r"(?a)4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)[0-9]*|3[47][0-9]{13}|"
    r"35(?:2[89]|[3-8][0-9])[0-9]{12}|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|3(?:0[0-5]|[68][0-9])[0-9]{11}|62[0-9]{14}"
)
_TEST_CARD = late.pattern(
    r"(?ai)test (?:card|number|payment)|テスト(?:用)?(?:の)?(?:カード|番号|決済)"
)


def cards(folded: str) -> Iterator[Span]:
    """Numbers of payment cards, apart from those that are called test cards."""
    for match in _CARD.finditer(folded):
        digits = re.sub(r"[ -]", "", match[0])
        before = folded[max(0, match.start() - _LOOK) : match.start()]
        if _is_card(digits) and not _TEST_CARD.search(before):
            yield match.span()


def _is_card(digits: str) -> bool:
    if not _PREFIXES.fullmatch(digits) or (digits[0] in "25" and len(digits) != 16):
        return False
    doubled = [int(d) * (1 + index % 2) for index, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


_MY_NUMBER = late.pattern(
    r"(?a)(?<![\w.-])(?<![0-9] )[0-9]{4}(?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?![\w]|[.-][0-9]|[ ][0-9])"
)
_MY_NUMBER_WORD = late.pattern(r"(?ai)マイナンバー|個人番号|my ?number")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def my_numbers(folded: str) -> Iterator[Span]:
    """Japan's individual numbers: called so, or in three groups with the right check digit."""
    for match in _MY_NUMBER.finditer(folded):
        before = folded[max(0, match.start() - _LOOK) : match.start()]
        called = _MY_NUMBER_WORD.search(before)
        if called or (match["gap"] and _has_check_digit(match[0]) and not _NO_PHONE.search(before)):
            yield match.span()


def _has_check_digit(written: str) -> bool:
    digits = [int(c) for c in written if c.isdigit()]
    rest = sum(d * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11
    return digits[-1] == (0 if rest <= 1 else 11 - rest)


_IBAN = late.pattern(
    r"(?a)(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])"
)
_STATE_NUMBER = late.pattern(
    r"(?ai)(?:social security|ssn|national insurance|passport|旅券|パスポート|運転免許証?|基礎年金)"
    r"(?: ?(?:number|no\.?)|番号)?[ :：はが#]{0,3}(?P<value>(?=[A-Z -]{0,4}[0-9])[A-Z0-9](?:[ -]?[A-Z0-9]){6,12})(?![\w-])"
)
_BIRTH = late.pattern(
    r"(?ai)(?:date of birth|birthday|dob|born(?: on)?|生年月日|誕生日)[ :：はが]{0,3}"
    r"(?:[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?|[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}|[A-Za-z]{3,9} [0-9]{1,2},? [0-9]{4})"
)


def state_numbers(folded: str) -> Iterator[Span]:
    """IBANs, numbers of passports and of social security, dates of birth."""
    for match in _IBAN.finditer(folded):
        if _is_iban(match[0].replace(" ", "")):
            yield match.span()
    yield from (match.span("value") for match in _STATE_NUMBER.finditer(folded))
    yield from (match.span() for match in _BIRTH.finditer(folded))


def _is_iban(written: str) -> bool:
    turned = written[4:] + written[:4]
    return len(written) >= 15 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


_ACCOUNT = late.pattern(
    r"(?a)(?i:(?<![\w-])(?:customer|account|member(?:ship)?|user|merchant|subscriber|cardholder|bank account)"
    r"(?: (?:id|number|no\.?)[ ]?(?:is |[:#])?|[ ]?#|:)[ ]?[\"'`(]?(?=[a-z_-]{0,12}[0-9])(?P<id_en>[a-z0-9][a-z0-9_-]{2,30})(?![\w-]|[.:,][0-9]|[ ]?%)"
    r"|(?<![\w-])(?:customer|account|member|user|merchant) (?P<id_bare>[0-9]{4,12})(?![\w-]|[.:,][0-9]))"
    r"|(?:会員|顧客|お客(?:様|さま)|契約者?|口座|アカウント|ユーザー?|加盟店|利用者|カード会員|注文者)(?:番号|ID|コード|No\.?)"
    r"[ :：は「(]{0,3}(?P<id_ja>[A-Za-z_-]{0,8}[0-9][0-9A-Za-z_-]{2,20})(?![\w件名人社年月日時分桁]|[,.][0-9])"
)


def accounts(folded: str) -> Iterator[Span]:
    """Numbers that name one customer: account 4711, 会員番号 12345."""
    return (match.span() for match in _ACCOUNT.finditer(folded))


_TITLED_EN = late.pattern(
    r"(?a)(?<![\w.])(?:Mr|Mrs|Ms|Miss|Mx)\.?[ ](?:[A-Z]\.[ ])?[A-Z][A-Za-z'-]{1,30}(?:[ ][A-Z][A-Za-z'-]{1,30})?"
    r"|(?<![\w.-])[A-Z][a-z]{1,30}-(?:san|sama)(?![\w-])"
)
_OURS_EN = late.pattern(
    r"(?ai)\b(?:our|head of|chief|officer|director|manager|president|engineer|ceo|cto|cio|ciso|coo|signed|author|by order|"
    r"on behalf|sincerely|regards|lead)\b"
)


def titled(folded: str) -> Iterator[Span]:
    """English names with Mr or Ms, unless the same line says that they are colleagues."""
    for match in _TITLED_EN.finditer(folded):
        start, end = match.span()
        line = folded[max(0, start - _LOOK) : start].rpartition("\n")[2]
        line += folded[end : end + _LOOK].partition("\n")[0]
        if not _OURS_EN.search(line):
            yield start, end
