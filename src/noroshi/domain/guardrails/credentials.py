"""The forms of secrets in a folded text, each bounded in length so that hostile text costs little.

``SHAPED`` are recognised by themselves, from the prefixes that their makers publish. ``NAMED`` stand
beside a word that says what they are, and must look like a secret: ``password: hunter2`` is one,
``Password: unchanged`` is not.
"""

from __future__ import annotations

import re

from noroshi.kernel import late

SHAPED = late.pattern(
    r"""
    (?=[AaSsRrWwXxGgYyNnPpHhDdEeBb-])(?:                                      # most letters begin none
    (?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])          # AWS
    | (?<![A-Za-z0-9])(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,120}+               # Stripe
    | (?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{16,120}+                             # Standard Webhooks
    | (?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{8,250}+                # Slack
    | (?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{16,250}+|github_pat_\w{20,250}+) # GitHub
    | (?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{12,120}+            # GitLab
    | (?<![A-Za-z0-9])AIza[\w-]{30,45}+                                         # Google
    | (?<![A-Za-z0-9])ya29\.[\w-]{20,500}+
    | (?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{30,40}+|pypi-[\w-]{30,250}+|hf_[A-Za-z0-9]{30,40}+)
    | (?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,64}                            # SendGrid
    | (?<![A-Za-z0-9])sk-(?:proj-|ant-)?[\w-]{0,20}?[A-Za-z0-9]{20,200}+        # OpenAI, Anthropic
    | (?<![A-Za-z0-9])(?:dop_v1_|shp(?:at|ca|pa|ss)_|dapi|pat-)[a-f0-9]{24,80}+
    | (?<![A-Za-z0-9])(?:hvs|hvb)\.[\w-]{20,200}+                               # Vault
    | (?<![A-Za-z0-9])eyJ[\w-]{6,4000}+\.[\w-]{6,4000}+(?:\.[\w-]{0,2000}+)?    # JWT
    | -----?BEGIN[ ](?:[A-Z0-9]{1,12}[ ]){0,3}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----?
    | (?<![A-Za-z0-9])hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/]{8,120}+
    | (?<![A-Za-z0-9])discord(?:app)?\.com/api/webhooks/[0-9]{5,25}/[\w-]{8,120}+
    | (?i:(?<![a-z0-9])(?:proxy-)?authorization["']?[ ]?:[ ]?["']?(?:bearer|basic|token|digest)[ ](?=[^\s0-9=]{0,400}[0-9=])[\w.+/=~-]{6,2000}+)
    | (?i:(?<![a-z0-9])bearer[ ](?=[a-z.+/=~_-]{0,200}[0-9])[a-z0-9._+/=~-]{16,2000}+)
    | (?i:accountkey=[a-z0-9+/=]{20,120}+)
    )
    """,
    re.VERBOSE | re.ASCII,
)

IN_ADDRESS = late.pattern(
    r"(?ai)(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,15}://[^\s/@:\"'<>`]{0,80}:(?P<value>[^\s/@\"'<>`]{2,120})@(?=[\w\[])"
    r"|[?&#](?:[a-z_-]{0,30}(?:token|secret|password|passwd|apikey|api_key|access_key|signature|sig|pwd))="
    r"(?P<parameter>(?=[a-z%_-]{0,200}[0-9])[\w%.+/~-]{12,500}+)"
)

_WORDS_EN = (
    r"(?:pass ?word|passwd|pwd|pass ?phrase|pass ?code|pw|secret|client[ _-]?secret|(?:secret |shared )?credentials?|"
    r"(?:api|access|secret|private|signing|encryption|license|service|auth|webhook|account)[ _-]?(?:access[ _-]?)?"
    r"(?:key|token|secret)|token|[a-z]{1,20}_(?:key|token|secret|password))"
)
_WORDS_JA = (
    r"(?:パスワード|パスフレーズ|暗証番号|合言葉|シークレット(?:キー)?|(?:API|アクセス|秘密|認証|署名|暗号化)"
    r"[ _-]?(?:キー|鍵|トークン)|トークン|認証情報|(?:初期|仮|共通|管理者)PW)"
)
_BETWEEN = r"[*_\"'`」』)]{0,3}[ ]?(?:\([^()\n]{1,30}\))?[ ]?"
_OPEN = r"[ ]?[*_\"'`「『]{0,3}"
_VALUE = r"(?P<{name}>[!-~]{{4,200}}+)"

NAMED = late.pattern(
    rf"(?ai)(?=[a-zパ暗合シア秘認署トA初仮共管])(?:(?<![a-z0-9]){_WORDS_EN}|{_WORDS_JA}){_BETWEEN}"
    rf"(?:(?P<sign>:(?!//)|=>?|->){_OPEN}{_VALUE.format(name='set')}"
    rf"|(?:is(?: now| still| set to)?|was|will be|has been (?:set|changed|reset) to|to|as)[ ]{_OPEN}{_VALUE.format(name='told')}"
    rf"|(?:には?|は|が|を)、?{_OPEN}{_VALUE.format(name='told_ja')})"
)
"""A word, a sign or verb, and one printable word of ASCII."""

BESIDE = late.pattern(
    rf"(?ai)(?P<use>\b(?:with|use|using|enter|type|try)(?: in)?(?: the| this| our)? )?"
    rf"(?:(?<![a-z0-9_-]){_WORDS_EN}|{_WORDS_JA})(?:[*_]{{0,2}})(?P<opened>[ ]?[(\"'`「『*]{{1,3}}|[ ]|(?=[!-~]))"
    rf"(?![ -~]{{0,80}}://)(?![\w-]{{1,63}}\.[\w.-]{{2,80}}/)(?![:=>(-])(?P<beside>[!-~]{{4,200}}+)"
)
"""A word and right behind it one printable word of ASCII: password Tr0ub4dor&3."""

PAIR = late.pattern(
    rf"(?ai)(?:(?<![a-z])(?:log[ -]?ins?|sign[ -]?in|account|credentials?|access data|user(?: ?name)?|id)(?![a-z])|"
    rf"ログイン(?:情報|ID)?|アカウント|ユーザー?(?:名|ID)?|共通ID|{_WORDS_JA}|(?<![a-z0-9_-]){_WORDS_EN})"
    rf"[^\n。!?]{{0,24}}?(?<![!-'*-~])[(\"'`「『*]{{0,2}}[a-z][\w@+-]{{1,40}}[\"'`」』*]{{0,2}}[ ]?[/|,・、][ ]?[\"'`「『*]{{0,2}}"
    rf"(?=[^\s!#$%&@^~+=]{{1,80}}[!#$%&@^~+=])(?P<pair>[!-~]{{6,80}}+)"
)
"""A name and a word behind a stroke: log in with guest / Winter2026!"""

NUMERIC = late.pattern(
    r"(?a)(?i:(?<![a-z])(?:pass ?code|pin(?: code| number)?|meeting id|access code|dial-in code|one-time code)|"
    r"パスコード|暗証番号|アクセスコード|認証コード|ミーティングID|会議ID|PINコード)"
    r"[*_\"'`」』)]{0,3}[ ]?(?:is |are |は|が|を|[:=#])?[ ]?[*_\"'`「『]{0,3}"
    r"(?P<digits>[0-9](?:[ -]?[0-9]){3,13})(?![\w-]|[ ]?(?:桁|文字|digits?|characters?|分|時|件|年|月|日|回|個|名|円|%|[.,:][0-9])"
    r"|[ ](?:customers?|users?|accounts?|people|times|requests?|attempts?|errors?|cards?|shops?)\b)"
)
"""A number that opens a door, beside its name: the code of a meeting, of a phone, of a card."""

LONG = late.pattern(
    r"(?a)(?i:(?<![a-z])(?:[a-z_-]{0,20}?(?:key|token|secret|credential|password|passphrase))s?(?![a-z])|"
    r"キー|鍵|トークン|シークレット|認証情報|パスワード)"
    r"[^\n]{0,40}?(?<![A-Za-z0-9+/_=-])(?P<long>[A-Za-z0-9+/_-]{32,500}+=*+)"
)
"""A long word beside one of the words; whether it looks random is for the rule to say."""

NO_SECRET = late.pattern(
    r"(?ai)oauth2?\S*|oidc\S*|saml\S*|sha-?[0-9]\S*|[hre]s[0-9]{3}|md5|utf-?8|base64\S*|bcrypt\S*|argon2\S*|pbkdf2\S*|"
    r"scrypt\S*|https?\S*|tls\S*|ssl\S*|aes\S*|rsa\S*|ed25519\S*|ecdsa\S*|p[0-9]|v[0-9][\w.]*|jwt\S*|mfa|2fa|totp\S*|"
    r"wpa[23]\S*|iso-?[0-9]\S*|nist\S*|pci\S*|1password\S*|e2ee\S*|"
    r"fido2?\S*|web_?authn\S*|x\.?509\S*|ipv[46]\S*|cve-\S*|"
    r"[0-9]+(?:st|nd|rd|th)|[0-9]+[- ]?(?:character|digit|bit|byte|day|hour|minute|second|month)s?\S*|"
    r"[0-9]{1,2}:[0-9]{2}\S*|[0-9]{4}-[0-9]{2}-[0-9]{2}\S*|[0-9.,:/%+~-]+"
)
"""Words with digits that stand after "token:" and are none: algorithms, lengths, times."""

PLACEHOLDER = late.pattern(
    r"(?ai).*(?:your|redact|mask|placeholder|xxxx|\*{3}|•{2}|\.{3}|…|<|>|\{|\}|\$[A-Z(]|insert|enter|put_)"
    r"|(?P<one>[\w*•.#-])(?P=one)*\Z"
)
"""What stands for a secret; the rule about blanks finds those that are left open."""
