"""Keys that cannot serve say why and what to do; their DNS records are made and judged."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from noroshi.delivery.mail.dkim import DkimKey, Published, compare_record, dns_record
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from tests.delivery.mail.receiver import ED25519, RSA, pem_of

# Of 512 bits, made for this test; the library would not make one any more.
TOO_SHORT = """-----BEGIN PRIVATE KEY-----
MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEApzj7eunCmXknayGI
w9V81MaTRbN7uLsrXHGBuhdLA8pgsh18i4JEjy6OEetYlJsEKHh5NHCzMVtf5bKB
msEmfwIDAQABAkB/58XzLfn7CgBsoSnLIPBqj7j2B2MK2Z9BBlED1e0658RsXRC/
rcRbnAKCudRwlHEfTGpV1S65GMWKSqqaTiCBAiEA1yE0eOcxNpG2f7O9mVi3rtYI
hu15Db7LLakqt1TEqYMCIQDG/dK4z7Zv6dtDPcIY5jWwaRVxfU66DCQudkyGWKdK
VQIgLXT+uW1goL85aNJ6BaURawge1SPoqFbgZ82PER4AUDECIQDD/dofhw4Uekwo
lVpoNc3pnAavyhDRdAXq8T98DzNuJQIgNdvI5BfPOPAQXtwIMB3K/ssvnZfXNtq5
y4bbTNxsOwE=
-----END PRIVATE KEY-----"""
EC = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)
LOCKED = ED25519.private.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.BestAvailableEncryption(b"open sesame"),
)
PUBLIC = RSA.private.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        ("", "not a private key in PEM"),
        ("hello", "not a private key in PEM"),
        ("鍵", "not a private key in PEM"),
        ("\ud800", "not a private key in PEM"),
        (RSA.key.reveal()[:200], "not a private key in PEM"),
        (RSA.key.reveal().replace("MII", "MIJ", 1), "not a private key in PEM"),
        (PUBLIC.decode(), "public half"),
        (EC.decode(), "neither RSA nor Ed25519"),
        (LOCKED.decode(), "passphrase"),
        (TOO_SHORT, "fewer than 1024"),
    ],
    ids=["empty", "words", "ja", "half", "cut", "bent", "public", "ec", "locked", "short"],
)
def test_a_key_that_cannot_serve_says_why_and_what_to_do(pem: str, why: str) -> None:
    with pytest.raises(Invalid, match=why) as caught:
        DkimKey(domain="kitsune.example", selector="a", key=Secret(pem))
    assert caught.value.field == "key"
    assert "openssl" in caught.value.way_out
    assert caught.value.why_in("ja", str) != caught.value.why
    assert not pem or pem not in str(caught.value)


@pytest.mark.parametrize(
    ("domain", "selector", "field"),
    [
        ("kitsune", "a", "domain"),
        ("kitsune.example; h=x", "a", "domain"),
        ("kitsune.example\r\nX: y", "a", "domain"),
        ("例え.jp", "a", "domain"),
        ("", "a", "domain"),
        ("kitsune.example", "", "selector"),
        ("kitsune.example", "a b", "selector"),
        ("kitsune.example", "a;", "selector"),
        ("kitsune.example", "a\n", "selector"),
        ("kitsune.example", "a" * 64, "selector"),
    ],
)
def test_a_name_that_could_break_the_signature_is_refused(
    domain: str, selector: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        DkimKey(domain=domain, selector=selector, key=ED25519.key)
    assert caught.value.field == field
    assert caught.value.way_out


def test_a_key_shows_itself_nowhere() -> None:
    assert "PRIVATE" not in repr(RSA)
    assert RSA.key.reveal()[100:130] not in repr(RSA)


def test_a_short_key_is_remarked_on_in_both_languages() -> None:
    key = pem_of(rsa.generate_private_key(65537, key_size=1024))  # noqa: S505
    remark = DkimKey(domain="kitsune.example", selector="a", key=key).remark
    assert remark is not None
    assert set(remark) == {"en", "ja"}
    assert RSA.remark is None
    assert ED25519.remark is None


def test_line_breaks_written_out_in_an_environment_variable_are_read() -> None:
    escaped = Secret(RSA.key.reveal().replace("\n", "\\n"))
    key = DkimKey(domain=RSA.domain, selector=RSA.selector, key=escaped)
    assert dns_record(key) == dns_record(RSA)


def test_the_record_to_publish() -> None:
    record = dns_record(RSA)
    assert record.name == "noroshi1._domainkey.kitsune.example"
    assert record.value.startswith("v=DKIM1; k=rsa; p=MIIBI")
    assert "".join(record.strings) == record.value
    assert max(map(len, record.strings)) <= 255
    assert dns_record(ED25519).value.startswith("v=DKIM1; k=ed25519; p=")
    assert len(dns_record(ED25519).strings) == 1


SAME, OTHER = dns_record(RSA).value, dns_record(ED25519).value
P = SAME.partition("p=")[2]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (SAME, Published.SAME),
        (SAME.replace("; ", ";"), Published.SAME),
        (f"{SAME};", Published.SAME),
        (f"v=DKIM1; p={P[:100]} {P[100:]}", Published.SAME),
        (f"p={P}", Published.SAME),
        (f"v=DKIM1; h=sha1:sha256; s=email; t=s; n=note; p={P}", Published.SAME),
        (OTHER, Published.OTHER_KEY),
        (f"v=DKIM1; p={P[:-8]}", Published.OTHER_KEY),
        ("v=DKIM1; p=é", Published.OTHER_KEY),
        ("v=DKIM1; k=rsa; p=", Published.REVOKED),
        (f"v=DKIM1; t=y:s; p={P}", Published.TESTING),
        (f"v=DKIM1; h=sha1; p={P}", Published.NOT_FOR_THIS),
        (f"v=DKIM1; s=tlsrpt; p={P}", Published.NOT_FOR_THIS),
        (f"v=DKIM1; k=ed25519; p={P}", Published.NOT_FOR_THIS),
        (f"v=DKIM2; p={P}", Published.NO_KEY),
        ("v=spf1 -all", Published.NO_KEY),
        ("", Published.NO_KEY),
    ],
    ids=range(17),  # the keys are new in every run, and xdist compares the names
)
def test_a_record_found_is_judged(found: str, verdict: Published) -> None:
    assert compare_record(RSA, found) is verdict


@given(st.one_of(st.text(), st.text("vkphst=;:DKIM1 ay", max_size=60)))
def test_whatever_the_dns_says_is_judged(found: str) -> None:
    assert compare_record(ED25519, found) in set(Published) - {Published.SAME}
