"""Who was invited to the pages for one audience, and the tokens they hold."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.page_access import Invitation, Pass, Proof, covers
from noroshi.storage.models import PageInvitation, PagePass


def invitations(page: str | None = None) -> tuple[Invitation, ...]:
    """Who was invited to a page, or to any, domains first."""
    rows = (
        PageInvitation.objects.all() if page is None else PageInvitation.objects.filter(page=page)
    )
    return tuple(map(_invitation, rows.order_by("page", "whom")))


def is_invited(page: str, address: str) -> bool:
    """Whether an address may read a page at this moment."""
    domain = address[address.rfind("@") :]
    rows = PageInvitation.objects.filter(page=page, whom__in=[address, domain])
    return covers(map(_invitation, rows), address)


def invite(page: str, whom: str, *, by: str, at: datetime) -> bool:
    """Invite somebody; whether they were not invited before."""
    _, is_new = PageInvitation.objects.get_or_create(
        page=page, whom=whom, defaults={"by": by, "at": at}
    )
    return is_new


def uninvite(page: str, whom: str) -> bool:
    """Take an invitation back; whether there was one."""
    gone, _ = PageInvitation.objects.filter(page=page, whom=whom).delete()
    return gone > 0


def forget_uncovered(page: str) -> None:
    """Remove the tokens and addresses of readers whom no invitation covers any more."""
    invited = invitations(page)
    held = PagePass.objects.filter(page=page, person="")
    addresses = set(held.values_list("address", flat=True))
    gone = [address for address in addresses if not covers(invited, address)]
    held.filter(address__in=gone).delete()


def ask(page: str, address: str, *, language: str, at: datetime) -> int:
    """Keep that somebody asked for a link; the number of the wish."""
    row = PagePass.objects.create(
        page=page, proof=str(Proof.LINK), address=address, language=language, at=at, until=at
    )
    return row.pk


def asked(pass_id: int) -> Pass | None:
    """The wish for a link, while nobody has used the link."""
    row = PagePass.objects.filter(pk=pass_id, proof=str(Proof.LINK)).first()
    return _pass(row) if row else None


def arm(pass_id: int, token_hash: str, *, until: datetime) -> bool:
    """Let a link work; one that was made for the same wish before stops working."""
    rows = PagePass.objects.filter(pk=pass_id, proof=str(Proof.LINK))
    return rows.update(token_hash=token_hash, until=until) == 1


def drop(pass_id: int) -> None:
    """Forget a wish or a token."""
    PagePass.objects.filter(pk=pass_id).delete()


def grant(given: Pass, token_hash: str) -> int:
    """Keep a new token; its number."""
    row = PagePass.objects.create(
        page=given.page,
        proof=str(given.proof),
        token_hash=token_hash,
        address=given.address,
        person=given.person,
        language=given.language,
        at=given.at,
        until=given.until,
    )
    return row.pk


def held(page: str, proof: Proof, token_hash: str) -> Pass | None:
    """What a token proves about a page, if anything."""
    row = PagePass.objects.filter(page=page, proof=str(proof), token_hash=token_hash).first()
    return _pass(row) if row and token_hash else None


def take(page: str, proof: Proof, token_hash: str) -> Pass | None:
    """Use a token up: of two at once, one gets it. Call it in a transaction."""
    rows = PagePass.objects.select_for_update()
    row = rows.filter(page=page, proof=str(proof), token_hash=token_hash).first()
    if row is None or not token_hash:
        return None
    found = _pass(row)
    row.delete()
    return found


def feeds(page: str, *, address: str, person: str) -> tuple[Pass, ...]:
    """The feed addresses of one reader, oldest first."""
    rows = PagePass.objects.filter(page=page, proof=str(Proof.FEED), address=address, person=person)
    return tuple(map(_pass, rows.order_by("id")))


def feeds_of(page: str) -> tuple[Pass, ...]:
    """All feed addresses of a page."""
    rows = PagePass.objects.filter(page=page, proof=str(Proof.FEED))
    return tuple(map(_pass, rows.order_by("address", "person", "id")))


def forget_old(*, before: datetime) -> int:
    """Remove what stopped working before a moment; how many."""
    gone, _ = PagePass.objects.filter(until__lt=before).delete()
    return gone


def _invitation(row: PageInvitation) -> Invitation:
    return Invitation(id=row.pk, page=row.page, whom=row.whom, by=row.by, at=row.at)


def _pass(row: PagePass) -> Pass:
    return Pass(
        id=row.pk,
        page=row.page,
        proof=Proof(row.proof),
        address=row.address,
        person=row.person,
        language=row.language,
        at=row.at,
        until=row.until,
    )
