"""Each kind of mistake is found, at its place, with a way out."""

from __future__ import annotations

import pytest

from noroshi.domain.incident import INCIDENT_STAGES
from noroshi.planfile import Level, rendered
from tests.planfile.workshop import OUTAGE, PAGE, TEMPLATE, Workshop

SECOND_PATH = "  - {key: one, name: {en: A}, min_severity: 1, outlets: [status_page.customers]}"
PERSON = '    contacts: [{kind: phone, value: "+44 7700 900002"}]\n'


def test_the_small_plan_has_no_findings(plan: Workshop) -> None:
    assert plan.load().require().company.name == "Kitsune Cloud"
    assert plan.findings() == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "advice"),
    [
        ("  name: Kitsune", "  nme: x\n  name: Kitsune", "UNKNOWN_FIELD", "nme", "“name”"),
        ("  mail_from: status@kitsune-cloud.example\n", "", "MISSING_FIELD", "name: Kit", "Add"),
        ("level: 3", "level: three", "WRONG_TYPE", "level: three", "Correct"),
        ("level: 3", "level: 9", "RANGE", "level: 9", "Correct"),
        ("name: Hana", "name: 12", "WRONG_TYPE", "name: 12", "quotes"),
        ("languages: [en]", "languages: en", "WRONG_TYPE", "languages: en", "Correct"),
        ("within: 15m", "within: 15 minutes", "DURATION", "within:", "1h30m"),
        ("within: 15m", "within: 0m", "DURATION", "within:", "30m"),
        ("hana@kitsune-cloud.example", "hana", "EMAIL", "email: hana", "name@example.com"),
        ("Europe/Berlin", "Europe/Berln", "TIME_ZONE", "Berln", "Europe/Berlin"),
        ("Europe/Berlin", "Mars", "TIME_ZONE", "Mars", "UTC"),
        ("kind: phone", "kind: phon", "UNKNOWN_VALUE", "phon,", "“phone”"),
        ("[hana, taro]", "[hana, tarro]", "UNKNOWN_PERSON", "[hana, tarro]", "“taro”"),
        ("  communications_manager: [", "  comms_manager: [", "UNKNOWN_VALUE", "comms", "communi"),
        ("    regions: [europe]", "    regions: [eu]", "UNKNOWN_REGION", "[eu]", "europe"),
        ('    path: ""', '    path: "../x"', "PAGE_PATH", "../x", "lower-case"),
        ('    path: ""', "    region: moon", "UNKNOWN_REGION", "moon", "europe"),
        ("    default_language: en\naud", "    default_language: ja\naud", "LANGUAGE", "ja", "page"),
        ("key: taro", "key: hana", "DUPLICATE_KEY", "key: hana\n    name: Taro", "own"),
        ("    name: Taro\n", "    name: T\n    name: U\n", "DUPLICATE_KEY", "name: U", "Keep one"),
        ("key: symptom", "key: title", "RESERVED_KEY", "key: title", "another"),
        ("key: symptom", "key: Symptom", "KEY", "key: Symptom", "lower-case"),
        ("{en: Europe}", "{de: Europa}", "MISSING_LANGUAGE", "{de:", "Write it"),
        ("{en: Europe}", "{en: Europe, de: Europa}", "SURPLUS_LANGUAGE", "{en: Europe,", "Remove"),
        ('{en: Europe}', '{en: ""}', "EMPTY_TEXT", '{en: ""}', "Write it"),
        (PERSON, "", "ONLY_WORK_EMAIL", "key: taro", "phone"),
        ("kind: phone, value: \"+44 7700 900002\"", "kind: email, value: t@x.example", "ONE_MEANS",
         "key: taro", "phone"),
        ("[hana, taro]", "[hana]", "NO_DEPUTY", "communications_manager: [", "second"),
        ("[hana, taro]", "[hana]", "NO_SECOND_APPROVER", "roles: [c", "one more person"),
        ("[hana, taro]", "[]", "EMPTY_ROLE", "", ""),
        ("- roles: [c", "- roles: [legal, c", "EMPTY_ROLE", "roles: [legal", "under “roles”"),
        ("escalate_to: [c", "escalate_to: [legal, c", "EMPTY_ROLE", "escalate_to", "under “roles”"),
        ("approvals:\n", "approvals:\n  - roles: []\n", "RULE_UNREACHED", "roles: [c", "narrower"),
        ("approvals:\n", "approvals:\n  - {roles: [], audiences: [stuff]}\n", "UNKNOWN_AUDIENCE",
         "stuff", "“staff”"),
        ("{every: 30m}", "{}", "NO_CADENCE", "{}", "every: 30m"),
        ("{every: 30m}", "{every: 30m, at_most_every: 1h}", "CADENCE_CLASH", "every: 30m", "longer"),
        ("cadence:", "guardrails: {blnk: warn}\ncadence:", "UNKNOWN_GUARDRAIL", "blnk", "“blank”"),
        ("cadence:", "guardrails: {blank: off}\ncadence:", "FIRM_GUARDRAIL", "blank: off", "Take"),
        ("cadence:", "guardrails: {blank: noisy}\ncadence:", "UNKNOWN_VALUE", "noisy", "block"),
        ("    language: en", "    language: ja", "LANGUAGE", "language: ja", "its languages"),
        ("  default_language: en\n  time", "  default_language: ja\n  time", "LANGUAGE", "ja\n  time",
         "one of them"),
        ("UTC\n    languages: [en]", "UTC\n    languages: [en, ja]", "LANGUAGE", "[en, ja]", "Add it"),
        ("people:\n", "  - {level: 3, name: {en: A}, meaning: {en: B}}\npeople:\n", "DUPLICATE_KEY",
         "{level", "Keep one"),
        ("    name: Hana", f"    name: {'x' * 501}", "TOO_LONG", "xxxx", "Shorten"),
        ("    name: Hana", "    name: '  '", "EMPTY_TEXT", "'  '", "Write it"),
        ("    name: Hana", "    name:", "WRONG_TYPE", "name:\n", "Correct"),
        ("company:\n", "company: x\ncompny:\n", "WRONG_TYPE", "company: x", "Correct"),
        ("roles:\n", "roles: x\nrols:\n", "UNKNOWN_FIELD", "rols", "“roles”"),
        ("cadence:", "bridge_url: javascript:x\ncadence:", "URL", "javascript", "https://"),
        ("  name: Kitsune", "  style_guide: s.md\n  name: Kitsune", "NO_STYLE_GUIDE", "s.md", "Write"),
        ("remind_before: [5m]", "remind_before: []", "EMPTY_LIST", "[]", "at least one"),
        ("    name: Hana", '    name: "Hana\\nBcc: x"', "ONE_LINE", '"Hana', "line break"),
        ("    name: Hana", '    name: "Ha\\x07na"', "CONTROL_CHARACTER", '"Ha', "Remove"),
    ],
)  # fmt: skip
def test_mistakes_in_the_plan_file(
    plan: Workshop, old: str, new: str, code: str, place: str, advice: str
) -> None:
    plan.swap(old, new)
    found = [finding for finding in plan.findings() if finding.code == code]
    assert found, [str(finding) for finding in plan.findings()]
    lines = {finding.line for finding in found}
    assert plan.line_of(place) in lines or not place
    assert any(advice in finding.way_out for finding in found), found
    assert all(finding.file == "plan.yaml" for finding in found)


@pytest.mark.parametrize(
    ("old", "new", "code", "piece"),
    [
        ("status_page.customers", "fax.customers", "UNKNOWN_CHANNEL", "fax"),
        ("status_page.customers", "status_page.custmers", "UNKNOWN_AUDIENCE", "custmers"),
        ("status_page.customers", "status_page.staff", "INTERNAL_ON_PAGE", "status_page"),
        ("status_page.customers", "customers", "OUTLET", "[customers"),
        ("[status_page.customers]", "[status_page.customers, status_page.customers]",
         "DUPLICATE_OUTLET", "outlets"),
        ("min_severity: 1", "min_severity: 4", "SEVERITY_WITHOUT_PATH", "paths:"),
        ("name: {en: Outage}", "name: {ja: 障害}", "MISSING_LANGUAGE", "{ja:"),
        ("    key: all", "    kye: all", "UNKNOWN_FIELD", "kye"),
        ("    key: all", "    key: all\n    nothing: {x: y}", "UNKNOWN_FIELD", "nothing"),
        ("name: {en: Outage}", "name:", "WRONG_TYPE", "name:"),
        ("paths:\n", f"paths:\n{SECOND_PATH}\n", "DUPLICATE_PATH", "- key: all"),
    ],
)  # fmt: skip
def test_mistakes_in_a_scenario(plan: Workshop, old: str, new: str, code: str, piece: str) -> None:
    file = f"{OUTAGE}/scenario.yaml"
    plan.swap(old.removeprefix("    "), new.removeprefix("    "), file=file)
    found = [finding for finding in plan.findings() if finding.code == code]
    assert found, [str(finding) for finding in plan.findings()]
    assert found[0].file == file
    first = plan.line_of(piece, file=file)
    assert found[0].line in {first, first + 2}  # the entry, or the field in it


@pytest.mark.parametrize(
    ("body", "code", "column", "advice"),
    [
        ("It is {{ symptm }}.", "UNDECLARED_SLOT", 7, "“symptom”"),
        ("{% if x %}", "TEMPLATE_SYNTAX", 1, "Take it out"),
        ("x {{ symptom|upper }}", "TEMPLATE_SYNTAX", 3, "{{ symptom }}"),
        ("{{ symptom() }}", "TEMPLATE_SYNTAX", 1, ""),
        ("{{ company.name }}", "TEMPLATE_SYNTAX", 1, ""),
        ("{# note #}", "TEMPLATE_SYNTAX", 1, "Take it out"),
        ("{{ symptom", "TEMPLATE_SYNTAX", 1, "on one line"),
        ("symptom }}", "TEMPLATE_SYNTAX", 9, "on one line"),
        ("{{ Symptom }}", "TEMPLATE_SYNTAX", 1, "{{ symptom }}"),
        ("{{{ symptom }}}", "TEMPLATE_SYNTAX", 1, ""),
        ("[here]({{ symptom }})", "NOT_AN_ADDRESS", 8, "page_url"),
        ("<{{ bridge_url }}>", "INTERNAL_SLOT", 2, "Take it out"),
        ("{{ next_update }}", "SLOT_STAGE", 1, "Take it out"),
        ("{{ support_url }}", "SLOT_MAY_STAY_BLANK", 1, "under company"),
        ("a <b>bold</b>", "HTML", 3, "Markdown"),
        ("a\u202eb", "CONTROL_CHARACTER", 2, "Remove"),
    ],
)
def test_mistakes_in_a_template_have_line_and_column(
    plan: Workshop, body: str, code: str, column: int, advice: str
) -> None:
    plan.write(PAGE, f"---\nsubject: Résumé\n---\nWe are sorry.\n{body}\n")
    found = next(finding for finding in plan.findings() if finding.code == code)
    assert (found.file, found.line, found.column) == (PAGE, 5, column)
    assert advice in found.way_out


def test_a_slot_that_is_asked_later_may_stay_blank(plan: Workshop) -> None:
    plan.swap("    kind: text", "    kind: text\n    required_from: identified")
    found = plan.one("SLOT_MAY_STAY_BLANK")
    assert (found.level, found.line) == (Level.WARNING, 4)
    assert "investigating" in found.file


def test_an_optional_question_may_stay_blank(plan: Workshop) -> None:
    plan.swap("    kind: text", "    kind: text\n    optional: true")
    found = [finding for finding in plan.findings() if finding.code == "SLOT_MAY_STAY_BLANK"]
    assert len(found) == 5
    assert "is optional" in found[0].why


@pytest.mark.parametrize(
    ("slot", "code"),
    [("third_party", "SLOT_MAY_STAY_BLANK"), ("resolved_at", "SLOT_STAGE")],
)
def test_slots_that_nobody_can_fill_yet(plan: Workshop, slot: str, code: str) -> None:
    name = f"{OUTAGE}/templates/investigating/status_page.customers.en.md"
    plan.write(name, TEMPLATE + f"{{{{ {slot} }}}}")
    assert (plan.one(code).file, plan.one(code).line) == (name, 5)


def test_a_bridge_without_an_address_is_a_warning(plan: Workshop) -> None:
    plan.swap("[status_page.customers]", "[status_page.customers, email.staff]",
              file=f"{OUTAGE}/scenario.yaml")  # fmt: skip
    for stage in ("investigating", "identified", "monitoring", "resolved", "postmortem"):
        text = TEMPLATE + "<{{ bridge_url }}>"
        plan.write(f"{OUTAGE}/templates/{stage}/email.staff.en.md", text)
    assert {f.code for f in plan.findings()} == {"SLOT_MAY_STAY_BLANK", "NO_CADENCE"}
    assert plan.one("NO_CADENCE").level is Level.WARNING
    plan.swap("cadence:", "bridge_url: https://meet.example/room\ncadence:\n  email: {}")
    assert plan.findings() == ()


def test_two_paths_of_one_name_are_an_error(plan: Workshop) -> None:
    second = SECOND_PATH.replace("one", "all").replace("min_severity: 1", "min_severity: 3")
    plan.swap("paths:\n", f"paths:\n{second}\n", file=f"{OUTAGE}/scenario.yaml")
    assert plan.one("DUPLICATE_KEY").file == f"{OUTAGE}/scenario.yaml"


def test_a_stage_without_a_template_is_an_error_at_its_outlet(plan: Workshop) -> None:
    (plan.root / PAGE).unlink()
    found = plan.one("NO_TEMPLATE")
    assert str(found) == (
        f"{OUTAGE}/scenario.yaml:6:15: error NO_TEMPLATE: There is no template "
        f"templates/resolved/status_page.customers.en.md. Write {PAGE}."
    )
    assert plan.load().plan is None


def test_a_template_that_nobody_uses_is_a_warning(plan: Workshop) -> None:
    plan.write(f"{OUTAGE}/templates/resolved/email.customers.en.md", TEMPLATE)
    assert plan.one("UNUSED_TEMPLATE").level is Level.WARNING
    assert plan.load().plan is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("solved/email.customers.en.md", "UNKNOWN_STAGE"),
        ("resolved/fax.customers.en.md", "UNKNOWN_CHANNEL"),
        ("resolved/email.everyone.en.md", "UNKNOWN_AUDIENCE"),
        ("resolved/email.customers.fr.md", "UNKNOWN_LANGUAGE"),
        ("resolved/email.md", "TEMPLATE_NAME"),
        ("email.customers.en.md", "TEMPLATE_NAME"),
    ],
)
def test_template_files_with_unknown_names_are_errors(plan: Workshop, name: str, code: str) -> None:
    plan.write(f"{OUTAGE}/templates/{name}", TEMPLATE)
    assert plan.one(code).file == f"{OUTAGE}/templates/{name}"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "EMPTY", 1),
        ("We are sorry.", "NO_SUBJECT", 1),
        ("---\n---\nWe are sorry.", "NO_SUBJECT", 2),
        ("---\nsubject: x\n---\n", "EMPTY_TEXT", 4),
        ("---\nsubjct: x\nsubject: y\n---\nHi", "UNKNOWN_FIELD", 2),
        ("---\nsubject: x\nsubject: y\n---\nHi", "DUPLICATE_KEY", 3),
    ],
)
def test_the_head_of_a_template(plan: Workshop, text: str, code: str, line: int) -> None:
    plan.write(PAGE, text)
    found = plan.one(code)
    assert (found.file, found.line) == (PAGE, line)
    assert not [f for f in plan.findings() if f.code == "NO_TEMPLATE"]


def test_a_subject_may_hold_colons_and_quotes(plan: Workshop) -> None:
    plan.write(PAGE, '---\nsubject: "Over: {{ title }}"\n---\nWe are sorry.\n')
    templates = plan.load().require().scenarios[0].templates
    resolved = next(t for t in templates if t.source == PAGE)
    assert resolved.subject == "Over: {{ title }}"


@pytest.mark.parametrize("channel", ["sms", "x", "bluesky", "mastodon", "line", "slack"])
def test_a_channel_that_shows_no_subject_has_only_its_text(plan: Workshop, channel: str) -> None:
    name = f"{OUTAGE}/templates/resolved/{channel}.customers.en.md"
    plan.write(name, "We are sorry. It is over.\n")
    assert plan.one("UNUSED_TEMPLATE").file == name
    plan.write(name, "---\nsubject: Over\n---\nWe are sorry. It is over.\n")
    assert plan.one("NO_SUBJECT_HERE").line == 1
    plan.write(name, " \n")
    assert plan.one("EMPTY").file == name
    plan.write(name, "a" * 65_000)
    assert plan.one("TOO_LARGE").file == name


def test_an_outlet_of_a_short_channel_reads_its_text(plan: Workshop) -> None:
    old, new = "[status_page.customers]", "[status_page.customers, sms.customers]"
    plan.swap(old, new, file=f"{OUTAGE}/scenario.yaml")
    for stage in INCIDENT_STAGES:
        plan.write(f"{OUTAGE}/templates/{stage}/sms.customers.en.md", "We are sorry.\n")
    plan.swap("cadence:\n", "cadence:\n  sms: {}\n")
    assert plan.findings() == ()
    texts = [t for t in plan.load().require().scenarios[0].templates if t.channel == "sms"]
    assert {(t.subject, t.body) for t in texts} == {("", "We are sorry.")}


def test_pages_with_one_path_are_an_error(plan: Workshop) -> None:
    second = '  - {key: b, name: {en: B}, path: "", time_zone: UTC, languages: [en],'
    plan.swap("audiences:\n", f"{second} default_language: en}}\naudiences:\n")
    assert plan.one("SAME_PATH").line == plan.line_of("key: b")


def test_messages_to_a_page_that_does_not_exist_are_an_error(plan: Workshop) -> None:
    text = (plan.root / "plan.yaml").read_text()
    start, end = text.index("pages:"), text.index("audiences:")
    plan.write("plan.yaml", text[:start] + text[end:])
    assert plan.one("NO_PAGE").level is Level.ERROR


def test_every_mistake_is_reported_at_once(plan: Workshop) -> None:
    plan.swap("name: Hana", "nam: Hana")
    plan.swap("Europe/Berlin", "Berlin")
    plan.swap("within: 15m", "within: soon")
    plan.swap("    regions: [europe]", "    regions: [moon]")
    plan.swap(PERSON, "")
    plan.write(PAGE, TEMPLATE.replace("symptom", "symptm"))
    codes = {finding.code for finding in plan.findings()}
    wanted = {"UNKNOWN_FIELD", "MISSING_FIELD", "TIME_ZONE", "DURATION", "UNKNOWN_REGION"}
    assert wanted | {"ONLY_WORK_EMAIL", "UNDECLARED_SLOT"} <= codes


def test_a_broken_person_is_still_known_by_name(plan: Workshop) -> None:
    plan.swap("email: taro@kitsune-cloud.example", "email: nonsense")
    assert {finding.code for finding in plan.findings()} == {"EMAIL"}


def test_two_roles_need_two_people_beside_the_author(plan: Workshop) -> None:
    plan.swap("  communications_manager: [hana, taro]\n",
              "  communications_manager: [hana, taro]\n  legal: [taro, hana]\n")  # fmt: skip
    plan.swap("roles: [communications_manager]", "roles: [communications_manager, legal]")
    assert "hana, taro" in plan.one("NO_SECOND_APPROVER").why


def test_findings_are_printed_one_a_line_in_order(plan: Workshop) -> None:
    plan.swap("Europe/Berlin", "Europe/Berln")
    plan.swap("level: 3", "level: 7")
    first, second = rendered(plan.findings())
    assert first == (
        "plan.yaml:5:14: error TIME_ZONE: There is no time zone “Europe/Berln”. "
        "Did you mean “Europe/Berlin”?"
    )
    assert second == (
        "plan.yaml:9:12: error RANGE: “level”: input should be less than or equal to 5. "
        "Correct the value."
    )
