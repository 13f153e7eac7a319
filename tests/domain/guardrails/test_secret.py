"""No secret stands in a text, and no finding repeats it."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Level
from noroshi.domain.guardrails.run import check
from tests.domain.guardrails.texts import found, marked, text

RANDOM = "q8Zt9LmW2xVb7NcYd3HsJ6uPzA1eG5iR0fK2"
# Put together here, so that no scanner of repositories takes them for a leak.
AWS = "AK" + "IAQ3EGRT7XKPLMWZ4D"
TOKENS = [
    AWS,
    "gh" + f"p_{RANDOM}",
    "xo" + "xb-2048117-4410823-Kq7Zt9LmW2xV",
    "sk_" + f"live_{RANDOM}",
    "gl" + f"pat-{RANDOM[:20]}",
    "AI" + f"za{RANDOM[:35]}",
    "SG." + f"{RANDOM[:22]}.{RANDOM}",
    "ey" + f"J{RANDOM[:20]}.{RANDOM[:20]}.{RANDOM[:20]}",
    "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
    "-----BEGIN " + "PRIVATE KEY-----",
    f"Authorization: Bearer {RANDOM}",
    f"hooks.slack.com/services/T02KITSUN/B04{RANDOM[:10]}",
]
BAD = {
    "password: hunter2": "hunter2",
    "Password = Kitsune#2026.": "Kitsune#2026",
    "The password is Kitsune2026.": "Kitsune2026",
    "Password: `swordfish`": "swordfish",
    "パスワード：kitsune2026": "kitsune2026",
    "パスワードは「sakura8848」です。": "sakura8848",
    "ｐａｓｓｗｏｒｄ：ｈｕｎｔｅｒ２": "ｈｕｎｔｅｒ２",
    "pass\u200bword: hunter2": "hunter2",
    "passcode: 482913": "482913",
    "暗証番号は4711です。": "4711",
    "Unlock it with the admin passcode 884213 meanwhile.": "884213",
    "The door opens with PIN 4711.": "4711",
    "Sign in with user demo and password Winter-2026! at the back-up portal.": "Winter-2026",
    "Wi-Fi暗証番号は「kitsune-8842」です。": "kitsune-8842",
    "Reach postgres://report:fuji8san@db.example/orders": "fuji8san",
    f"https://pay.example/?token={RANDOM}": RANDOM,
    f"The signing keys are at hand, {RANDOM}": RANDOM,
    f"```\nsecret={RANDOM}\n```": RANDOM,
}
GOOD = [
    "Reset your password. API keys are not affected.",
    "Password: unchanged",
    "パスワード：変更は不要です。",
    "Send YOUR_API_KEY or <your token> or $TOKEN_1 as the token.",
    "Authorization: Bearer YOUR_API_KEY",
    "token: ${TOKEN_2}",
    "token: https://kitsune.example/oauth2",
    "password: ************",
    "password: kitsu",
    "token: v1.2.3",
    "Token: expired, token: OAuth2, keys: 14:02",
    f"The checksum of the key is SHA-256 {RANDOM}",
    "The key 123e4567-e89b-12d3-a456-426614174000 is an id.",
    "The key this-is-a-guide-to-the-session-renewal-of-2026 is a page.",
    "The key aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1 is no key.",
    "pk_live_9fK2mQx7LrT4vWb8 is public.",
    "sk_live_xxxxxxxxxxxxxxxx is an example.",
    "https://user:password_here_your@kitsune.example",
    "https://kitsune.example/?token=your_token_000000",
    "パスコードは4桁です。",
    "The Bearer of good news is here.",
]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("frame", ["It is {}.", "値は{}です。", "`{}`", "x\n{}\ny"])
def test_a_secret_is_found_by_its_shape(token: str, frame: str) -> None:
    hits = marked("secret", frame.format(token))
    assert any(hit in token or token in hit for hit in hits)


@pytest.mark.parametrize(("body", "mark"), BAD.items())
def test_a_secret_is_found_beside_its_name(body: str, mark: str) -> None:
    assert marked("secret", body) == [mark]


@pytest.mark.parametrize("body", GOOD)
def test_talk_about_secrets_passes(body: str) -> None:
    assert marked("secret", body) == []


def test_colleagues_get_no_secrets_either() -> None:
    assert found("secret", text("password: hunter2", internal=True))


def test_no_plan_lets_a_secret_pass() -> None:
    hits = check(text("password: hunter2"), {"secret": "off"})
    assert ("secret", Level.BLOCK) in [(hit.code, hit.level) for hit in hits]


@pytest.mark.parametrize(("body", "shown"), [("password: hunter2", "(…)"), (AWS, f"({AWS[:4]}…)")])
def test_the_reason_does_not_repeat_the_secret(body: str, shown: str) -> None:
    (hit,) = found("secret", text(body))
    assert hit.found not in hit.reason["en"] + hit.reason["ja"]
    assert shown in hit.reason["en"]


def test_a_secret_that_has_two_shapes_is_found_once() -> None:
    assert marked("secret", f"Authorization: Bearer {AWS}") == [f"Authorization: Bearer {AWS}"]
