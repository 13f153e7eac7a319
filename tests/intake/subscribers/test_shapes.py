"""Lists of other systems: recognised by their heading, and never more than they say."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from noroshi.domain.channel import Channel
from noroshi.intake.subscribers.moments import moment
from noroshi.intake.subscribers.row import Bad, Row, Skipped, Standing
from noroshi.intake.subscribers.rows import Shape, listing, rows_in
from noroshi.kernel.errors import Invalid

STATUSPAGE = (
    "Mode,Email,Phone Country,Phone Number,Endpoint,Created At,Quarantined At,Components\r\n"
    "email,rin@shop.example,,,,2024-05-06T07:08:09Z,,Checkout; Invoices\r\n"
    "email,old@shop.example,,,,2024-05-06 07:08:09 UTC,2025-01-01 00:00:00 UTC,\r\n"
    "sms,,JP,09012345678,,2024-05-06T07:08:09Z,,\r\n"
    "webhook,ops@shop.example,,,https://hooks.shop.example/in,2024-05-06T07:08:09Z,,\r\n"
    "slack,,,,,2024-05-06T07:08:09Z,,\r\n"
)
TEMPLATE = (
    "email,rin@shop.example,yes\n"
    "email,taro@shop.example,no,Checkout,Invoices\n"
    "sms,09012345678,JP\n"
    "webhook,https://hooks.shop.example/in,ops@shop.example\n"
    "fax,1,2\n"
)
CACHET_2 = (
    "id,email,verify_code,verified_at,created_at,updated_at,phone_number,slack_webhook_url,global\n"
    "1,rin@shop.example,abc,2020-01-02 03:04:05,2020-01-01 00:00:00,2020-01-01 00:00:00,,,1\n"
    "2,taro@shop.example,def,\\N,2020-01-01 00:00:00,2020-01-01 00:00:00,,,1\n"
    "3,hana@shop.example,ghi,2020-01-02 03:04:05,2020-01-01 00:00:00,x,+819012345678,https://s,0\n"
)
CACHET_3 = "id,email,email_verified_at,global\n1,rin@shop.example,2024-01-02 03:04:05,1\n"
LISTMONK = (
    "uuid,email,name,attributes,status,created_at,updated_at\n"
    'u1,rin@shop.example,"Rin\nK.","{""language"":""ja"",""tz"":""Asia/Tokyo""}",enabled,'
    "2024-05-06 07:08:09.123456789 +0000 UTC,2024-05-06 07:08:09 +0000 UTC\n"
    "u2,taro@shop.example,Taro,{},blocklisted,2024-05-06 07:08:09 +0000 UTC,"
    "2025-05-06 07:08:09 +0000 UTC\n"
    "u3,hana@shop.example,Hana,not json,disabled,,\n"
    "u4,mallory@shop.example,M,{},sleeping,,\n"
)


def taken(text: str) -> list[Row]:
    return [row for row in rows_in(text) if isinstance(row, Row)]


def shape_of(text: str) -> Shape:
    return listing(io.BytesIO(text.encode())).shape


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (STATUSPAGE, "statuspage"),
        (TEMPLATE, "statuspage"),
        (CACHET_2, "cachet"),
        (CACHET_3, "cachet"),
        (LISTMONK, "listmonk"),
        ("email,name,attributes\na@b.example,A,{}\n", "listmonk"),
        ("channel,address,state\nemail,a@b.example,confirmed\n", "noroshi"),
        ("email\na@b.example\n", "plain"),
        ("メールアドレス,言語\na@b.example,ja\n", "plain"),
    ],
)
def test_the_heading_tells_who_wrote_the_list(text: str, shape: str) -> None:
    assert shape_of(text) == shape


def test_statuspage_has_people_numbers_and_webhooks_and_some_are_quarantined() -> None:
    rin, old, phone, hook = taken(STATUSPAGE)
    assert (rin.channel, rin.address) == (Channel.EMAIL, "rin@shop.example")
    assert rin.components == ("Checkout", "Invoices")
    assert rin.created_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (old.standing, old.there) == (Standing.PENDING, "quarantined")
    assert (phone.channel, phone.address, phone.country) == (Channel.SMS, "09012345678", "JP")
    assert (hook.channel, hook.address) == (Channel.WEBHOOK, "https://hooks.shop.example/in")
    assert isinstance(list(rows_in(STATUSPAGE))[4], Skipped)


def test_the_template_of_statuspage_has_no_heading() -> None:
    rin, taro, phone, hook = taken(TEMPLATE)
    assert (rin.line, rin.standing) == (1, Standing.CONFIRMED)
    assert (taro.standing, taro.components) == (Standing.PENDING, ("Checkout", "Invoices"))
    assert (phone.country, hook.channel) == ("JP", Channel.WEBHOOK)
    assert isinstance(list(rows_in(TEMPLATE))[4], Bad)


def test_who_never_verified_at_cachet_is_not_confirmed() -> None:
    rin, taro, hana, hana_by_phone = taken(CACHET_2)
    assert (rin.standing, taro.standing) == (Standing.CONFIRMED, Standing.PENDING)
    assert rin.confirmed_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (hana.channel, hana_by_phone.channel) == (Channel.EMAIL, Channel.SMS)
    assert "does not name" in hana.there
    assert isinstance(list(rows_in(CACHET_2))[-1], Skipped)


def test_who_is_blocklisted_at_listmonk_said_no() -> None:
    rin, taro = taken(LISTMONK)
    assert (rin.standing, rin.language, rin.time_zone) == ("confirmed", "ja", "Asia/Tokyo")
    assert (taro.standing, taro.suppressed) == (Standing.UNSUBSCRIBED, "unsubscribed")
    rest = list(rows_in(LISTMONK))[2:]
    assert [type(each) for each in rest] == [Skipped, Bad]
    assert rest[1].line == 6  # the name of the first has a line break in it


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-le", b""), ("utf-16-be", b""),
     ("cp932", b"")],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lists_are_read_as_excel_writes_them(encoding: str, mark: bytes, separator: str) -> None:
    text = "email,language,components\nrin@shop.example,ja,決済\n".replace(",", separator)
    (row,) = listing(io.BytesIO(mark + text.encode(encoding)))
    assert isinstance(row, Row)
    assert (row.language, row.components) == ("ja", ("決済",))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"email\na@b.example\nb\x81\x20@b.example\n", 3),
        (b'email\na@b.example\n"never closed\n', 3),
        (b"email\na@b.example\n" + b"x" * 200_000, 3),
        (b'email\n"a"b@c.example\n', 2),
        (b"\xff\xfe\x00", 1),
    ],
)
def test_a_broken_file_is_refused_whole_by_its_line(content: bytes, line: int) -> None:
    with pytest.raises(Invalid) as refused:
        listing(io.BytesIO(content))
    assert refused.value.why.startswith(f"Line {line}:")


def test_a_named_shape_must_fit() -> None:
    with pytest.raises(Invalid):
        listing(io.BytesIO(b"email\na@b.example\n"), "cachet")
    with pytest.raises(Invalid):
        listing(io.BytesIO(b"email\na@b.example\n"), "excel")


@pytest.mark.parametrize(
    "text",
    ["2024-05-06T07:08:09Z", "2024-05-06 07:08:09 UTC", "2024-05-06 07:08:09 +0000 UTC",
     "2024-05-06 16:08:09.000000001 +0900 JST", "2024-05-06T16:08:09+09:00", "2024-05-06 07:08:09"],
)  # fmt: skip
def test_dates_of_all_of_them_are_read(text: str) -> None:
    assert moment(text) == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "NULL", "\\N", "soon", "2024-13-45 99:99:99 UTC", "9" * 5_000]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None
