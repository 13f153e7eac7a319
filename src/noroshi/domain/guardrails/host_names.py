"""Names of machines and addresses of tools that only colleagues know, in a folded text.

Found by their shape: an ending that no public name has (``.internal``), a label of an inner
environment (``db3.prod.…``), the part a machine plays together with a number or an environment
(``db-prod-03``, ``web01``), a container of a cluster, and the tools of those who run a service.
Regions of cloud providers (``eu-west-1``) and components (``payments-api``) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_ENDINGS = (
    r"local|internal|corp|lan|intra|intranet|localdomain|localhost|home\.arpa|svc|prod|prd|stg"
)
_INNER = r"internal|intern|corp|lan|intra|intranet|prod|prd|stg|staging|uat|qa|svc"
_TOOLS = (
    r"grafana|kibana|jira|confluence|jenkins|argocd|argo|vault|consul|prometheus|alertmanager|sentry|"
    r"splunk|nagios|zabbix|gitlab|phpmyadmin|rundeck|backstage|runbooks?|intranet|opensearch|"
    r"elastic(?:search)?|datadog|pagerduty|rabbitmq|airflow|harbor|nexus|sonarqube|redmine|backlog"
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_START = r"(?<![A-Za-z0-9._@-])"
_NAME = late.pattern(rf"(?a){_START}{_LABEL}(?:\.{_LABEL}){{1,8}}+(?![A-Za-z0-9_@(-])")
_ENDS_INSIDE = late.pattern(rf"(?a)(?:[A-Za-z0-9-]+\.)+(?:{_ENDINGS})")
_LABEL_INSIDE = late.pattern(
    rf"(?a)[A-Za-z0-9.-]*\b(?:{_INNER})\.(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}"
)
_TOOL_INSIDE = late.pattern(rf"(?a)(?i:{_TOOLS})(?:-[a-z0-9-]+)?\.(?:[a-z0-9-]+\.)+[a-z]{{2,}}")
_CLOUD_INSIDE = late.pattern(
    r"(?ai)(?:[a-z0-9-]+\.)+(?:compute|rds|elb|cache|es|redshift|execute-api|eks)(?:\.[a-z0-9-]+)*"
    r"\.amazonaws\.com|ip(?:-[0-9]{1,3}){4}(?:\..*)?"
)
_FILE = late.pattern(r"(?a)(?:settings|config|appsettings|docker-compose|env)\.[a-z]+")

_TOOL_URL = late.pattern(
    r"(?ai)(?<![\w.-])(?=[a-z0-9])(?:https?://)?(?:"
    r"(?:localhost|127\.0\.0\.1)(?::[0-9]{2,5})[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.atlassian\.net/(?:browse|wiki|jira|issues)[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.(?:grafana\.net|datadoghq\.(?:com|eu))/[^\s<>\"')\]」』）】。、]{0,200}"
    r"|app\.datadoghq\.(?:com|eu)[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.slack\.com/archives/[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.pagerduty\.com/(?:incidents|services)[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.zendesk\.com/agent/[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9-]{1,63}\.backlog\.(?:com|jp)/view/[^\s<>\"')\]」』）】。、]{0,200}"
    r"|[a-z0-9.-]{0,80}console\.(?:aws\.amazon|cloud\.google)\.com[^\s<>\"')\]」』）】。、]{0,200}"
    r")|https?://localhost(?![\w.-])[^\s<>\"')\]」』）】。、]{0,200}"
)

_ROLES = (
    "database|db|sql|mysql|mariadb|postgresql|postgres|pgsql|pg|redis|memcached|cache|kafka|zk|rabbitmq|rabbit|mq|"
    "queue|web|app|api|lb|haproxy|nginx|proxy|gw|gateway|frontend|backend|node|worker|srv|sv|server|host|vm|"
    "k8s|kube|elastic|mongodb|mongo|cassandra|bastion|jump|mail|smtp|mx|dns|ntp|nfs|nas|san|storage|backup|"
    "batch|bat|cron|auth|ldap|esxi?|rtr|router|sw|switch|fw|firewall|core|edge|ap|ad"
)
_NUMBERED = frozenset(["db", "lb", "srv", "sv", "vm", "mq", "rtr", "gw", "bastion", "fw", "sw"])
_ENVIRONMENTS = frozenset(
    [
        "prod",
        "prd",
        "production",
        "stg",
        "staging",
        "dev",
        "test",
        "qa",
        "uat",
        "dr",
        "live",
        "canary",
    ]
)
_SURE = frozenset(["prod", "prd", "stg", "uat"])
_PART = late.pattern(rf"(?ai)(?P<role>{_ROLES})(?P<number>[0-9]{{0,3}})")
_TOKEN = late.pattern(
    r"(?ai)(?<![\w./@#-])[a-z][a-z0-9]{0,30}(?:[-_][a-z0-9]{1,30}){1,6}+(?![\w-])(?!\.[a-z]{2})"
)
_JOINED = late.pattern(
    r"(?ai)(?<![\w./@#-])(?=[a-z])(?:(?:prd|prod|stg|dev|uat)?(?:"
    rf"(?:{_ROLES})0[0-9]{{1,2}}|(?:db|srv|sv|lb|web|ap|gw|mq|mx|rtr)[1-9][0-9]{{1,2}})"
    rf"|(?:prd|prod|stg)(?:{_ROLES})[0-9]{{1,3}})(?![\w-])"
)
_POD = late.pattern(
    r"(?a)(?<![\w./-])[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,5}-(?=[a-z]*[0-9])[a-z0-9]{8,10}"
    r"-(?=[a-z0-9]*[0-9])[a-z0-9]{5}(?![\w-])"
)


def spans(folded: str) -> Iterator[Span]:
    """Each name or address, once per shape that it has."""
    yield from (match.span() for match in _TOOL_URL.finditer(folded))
    yield from (match.span() for match in _NAME.finditer(folded) if _is_inner(match[0]))
    yield from (match.span() for match in _POD.finditer(folded))
    yield from (match.span() for match in _TOKEN.finditer(folded) if _is_machine(match[0]))
    yield from (match.span() for match in _JOINED.finditer(folded))


def _is_inner(name: str) -> bool:
    if _FILE.fullmatch(name):
        return False
    shapes = (_ENDS_INSIDE, _LABEL_INSIDE, _TOOL_INSIDE, _CLOUD_INSIDE)
    written = name if name.islower() else name.lower() if name.isupper() else name
    return any(shape.fullmatch(written) for shape in shapes)


def _is_machine(token: str) -> bool:
    """A part to play, with an environment or a number that tells machines apart."""
    parts = token.lower().replace("_", "-").split("-")
    if parts[0] == "ip" and len(parts) == 5 and all(part.isdigit() for part in parts[1:]):
        return True
    roles = [match for part in parts if (match := _PART.fullmatch(part))]
    if not roles:
        return False
    numbered = any(match["number"] for match in roles) or parts[-1].isdigit()
    environments = _ENVIRONMENTS.intersection(parts)
    if environments and numbered:
        return True
    return bool(_SURE.intersection(parts)) or _has_machine_number(parts, roles)


def _has_machine_number(parts: list[str], roles: list[re.Match[str]]) -> bool:
    """A number with a leading zero is a machine's; a plain one may be a version (``node-18``)."""
    if any(match["number"].startswith("0") for match in roles):
        return True
    last = parts[-1]
    dated = any(len(part) == 4 and part.isdigit() for part in parts)
    if dated or not last.isdigit() or len(last) > 3:
        return False
    if last.startswith("0") or len(roles) > 1:
        return True
    return _PART.fullmatch(parts[-2]) is not None and (len(parts) > 3 or parts[-2] in _NUMBERED)
