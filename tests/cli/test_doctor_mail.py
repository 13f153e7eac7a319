"""What the doctor says of signatures and bounces."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from noroshi.cli.checkup_mail import of_mail
from noroshi.cli.installation import Surroundings
from noroshi.kernel.secret import Secret


def around(**more: object) -> Surroundings:
    plain = {
        "data_dir": Path(),
        "public_url": "https://noroshi.kitsune-cloud.example",
        "smtp_host": "relay.kitsune-cloud.example",
        "smtp_port": 587,
        "clock_file": None,
    }
    return Surroundings(**(plain | more))  # type: ignore[arg-type]


def test_the_doctor_shows_the_record_to_publish_and_never_the_key() -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    signing, _ = of_mail(around(dkim=(("ember", Secret(pem.decode())),)))
    assert signing.level == "ok"
    assert "ember._domainkey." in signing.found
    assert "v=DKIM1; k=ed25519; p=" in signing.found
    assert "PRIVATE" not in signing.found


def test_a_key_that_cannot_sign_is_wrong_before_the_first_mail() -> None:
    signing, _ = of_mail(around(dkim=(("ember", Secret("not a key")),)))
    assert signing.level == "wrong"
    assert signing.way_out


def test_bounces_that_nobody_reads_are_a_warning() -> None:
    assert [check.level for check in of_mail(around())] == ["ok", "warning"]
    read = around(bounce_address="bounces@status.kitsune-cloud.example")
    assert [check.level for check in of_mail(read)] == ["ok", "ok"]
