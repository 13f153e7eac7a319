"""Send the link that opens a page for one audience. Whether it may be sent is looked up here."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.actions.make_page_link import PageLink, make_page_link
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import current_plan
from noroshi.delivery.contract import Parcel
from noroshi.delivery.mail.text import mail_message_id
from noroshi.domain.channel import Channel
from noroshi.domain.language import pick
from noroshi.jobs.payloads import SendPageLink
from noroshi.worker.duties.single import asked_mail, mail_parcel, send_untold
from noroshi.worker.duties.tools import Toolbox, domain_of
from noroshi.worker.threads import in_thread

LINK_MAIL: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Your link to “{page}”",
        "body": (
            "Somebody, probably you, wants to read “{page}” of {company}.\n\n"
            "[Open the page]({url})\n\n"
            "The link works once, for 15 minutes. If it was not you, delete this mail. Please do"
            " not forward it: whoever opens the link reads the page in your name."
        ),
        "reason": "You get this because this address was typed on the sign-in of {company}.",
        "label": "The page",
    },
    "ja": {
        "subject": "【{company}】「{page}」ログイン用リンクのお知らせ",
        "body": (
            "{company}の「{page}」へのログインのお申し込みがありました。\n\n"
            "[ページを開く]({url})\n\n"
            "リンクの有効期限は15分で、1回だけご利用いただけます。お心当たりのない場合は、"
            "このメールを破棄してください。リンクを開いた方はご本人として閲覧できるため、"
            "このメールは転送しないでください。"
        ),
        "reason": "このメールは、{company}のログイン画面で入力されたアドレスにお送りしています。",
        "label": "ページを開く",
    },
}


async def send_page_link(tools: Toolbox, job: SendPageLink) -> None:
    """Send a link, made anew by each attempt; the one before stops working."""
    parcel = await in_thread(lambda: link_mail(tools, job.pass_id))
    if parcel is not None:
        await send_untold(tools, Channel.EMAIL, parcel)


def link_mail(tools: Toolbox, pass_id: int) -> Parcel | None:
    """The mail with a fresh link; None when whoever asked may not read the page."""
    made = make_page_link(tools.context, pass_id)
    return _mail(tools, made) if made else None


def _mail(tools: Toolbox, made: PageLink) -> Parcel:
    company, now = current_plan().company, tools.context.clock.now()
    text = asked_mail(
        company,
        LINK_MAIL,
        made.language,
        link=page_url(tools.context, made.page),
        page=pick(made.page.name, made.language),
        url=made.url,
    )
    name = f"page-{made.pass_id}-{int(now.timestamp())}"
    message_id = mail_message_id(name, made.pass_id, domain_of(company.mail_from))
    return mail_parcel(text, made.address, message_id=message_id, at=now)
