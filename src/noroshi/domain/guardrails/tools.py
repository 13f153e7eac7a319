"""Tools that colleagues work with, by name: what watches, alerts and tracks, and rooms of a chat.

A company may well sell something that works with one of them ("our Grafana plug-in"), so such a
name is a reason to look, not to stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_INTEGRATION = (
    r"(?![ -](?:[a-z]{1,12} )?(?:integrations?|plug-?ins?|add-?ons?|apps?|connectors?|extensions?|data sources?|"
    r"exporters?|customers|users)\b|(?:との|への|の|用)?(?:連携|統合|プラグイン|コネクタ|アドオン|拡張機能))"
)
_ANY_CASE = (
    r"pager ?duty|ops ?genie|victorops|splunk on-call|xmatters|firehydrant|incident\.io|rootly|data ?dog|grafana|kibana|"
    r"new ?relic|dynatrace|appdynamics|splunk|nagios|zabbix|icinga|checkmk|alert ?manager|jira|confluence|servicenow|"
    r"jenkins|argo ?cd|circleci|rundeck|redmine|cloud ?watch|logstash|elk stack|thousandeyes|bugsnag|rollbar"
)
_THIS_CASE = (
    r"Sentry|Prometheus|Mackerel|Honeycomb|Spinnaker|Ansible|Terraform|Lightstep|Pingdom|Statuscake"
)
_TOOL = late.pattern(
    rf"(?a)(?<![\w./@-])(?:(?i:{_ANY_CASE})|{_THIS_CASE})(?![\w@-]|\.[a-z]){_INTEGRATION}"
    r"|(?:ページャーデューティ|データドッグ|グラファナ|キバナ|ニューレリック|ジェンキンス|オプスジーニー|"
    rf"サービスナウ){_INTEGRATION}"
)
_ROOM = late.pattern(
    r"(?<![\w/&#])#(?=[a-z])(?:inc|incident|war-?room|ops|sre|on-?call|alerts?|outage|major|sev[0-9]?|dev|eng|team|"
    r"proj|help|ask|tmp|temp|status|release|deploy)[_-][a-z0-9_-]{1,60}"
    r"|(?i:\bslack)[ -](?:channel|thread|room)s?\b(?! (?:integration|app))"
    r"|(?:Slack|スラック|Teams|チームズ)の?(?:チャンネル|スレッド|チャネル)(?!連携|通知機能)"
)


def spans(folded: str) -> Iterator[Span]:
    """Each name of a tool or room, as a span of the folded text."""
    yield from (match.span() for match in _TOOL.finditer(folded))
    yield from (match.span() for match in _ROOM.finditer(folded))
