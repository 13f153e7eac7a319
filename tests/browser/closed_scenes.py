"""The closed pages: who is invited, how a reader gets in, and what is read there."""

from __future__ import annotations

from django.test import Client

from noroshi.actions.context import SYSTEM
from noroshi.actions.invite_reader import invite_reader
from tests.actions.waiting import lose_every_job
from tests.browser.captured import LANGUAGES, Camera
from tests.browser.stage import at, get, post, spoken
from tests.cast import World
from tests.closed.scene import ADMINS_PAGE, RIN, STAFF_PAGE, burning, kitsune, visitor
from tests.closed.test_access import link_in, mails
from tests.web.scene import INES, SOFIE


def closed_pages(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    camera.also_keep("readers-none", get("/page-readers/"), sofie)
    kitsune(world)
    camera.also_keep("readers-nobody", get("/page-readers/"), sofie)
    whom = (
        RIN,
        "@kitsune-partner.example",
        "Administrator.of.many.shops@long-name.partner.example",
    )
    for one in whom:
        invite_reader(world.context, SYSTEM if one == RIN else world.actor(SOFIE), ADMINS_PAGE, one)
    camera.also_keep("readers-many", get("/page-readers/"), sofie)
    camera.also_keep("readers-seen-only", get("/page-readers/"), at(world, INES))
    invite = f"/page-readers/{ADMINS_PAGE}/invite/"
    camera.keep("readers-refused", post(invite, {"whom": "gmail.com"}), sofie)
    burning(world)
    _as_a_reader(world, camera)
    inside = f"/pages/{STAFF_PAGE}/"
    camera.also_keep(
        "internal-page", lambda client: client.get(f"{inside}{spoken(client)}/"), sofie
    )


def _as_a_reader(world: World, camera: Camera) -> None:
    home = f"/pages/{ADMINS_PAGE}/"
    enter = f"{home}enter/"

    def anybody(language: str) -> Client:
        return visitor(world, language=language)

    camera.also_keep("enter", get(enter), anybody)
    camera.keep("enter-refused", post(enter, {"email": "rin at partner"}), anybody)
    camera.also_keep("enter-sent", post(enter, {"email": RIN}), anybody)

    def link_for(language: str) -> str:
        lose_every_job()
        anybody(language).post(enter, {"email": RIN})
        return link_in(mails(world)[-1])

    link = link_for("en")
    camera.also_keep("enter-open", get(link), anybody)
    rin = {}
    for language in LANGUAGES:
        mine = link_for(language)
        rin[language] = anybody(language)
        rin[language].post(mine)
    anybody("en").post(link)
    camera.also_keep("enter-over", get(link), anybody)
    entered = rin.__getitem__
    camera.also_keep("feeds-none", get(f"{home}feeds/"), entered)
    camera.keep("feeds-made", post(f"{home}feeds/", {}), entered)
    page = f"{home}{{}}/".format
    camera.keep("audience-page", lambda client: client.get(page(spoken(client))), entered)
