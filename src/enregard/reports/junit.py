"""Findings as JUnit XML, which nearly every continuous integration shows as a list of tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from enregard.model import Finding, Severity
from enregard.reports.contract import Sheet
from enregard.reports.terminal import excerpt, safe


def junit(findings: Sequence[Finding], _sheet: Sheet) -> str:
    """One suite a file, one test a finding: errors and warnings fail, information is printed by a test that passes."""
    root = Element("testsuites", name="enregard")
    for path, group in groupby(sorted(findings, key=_path), key=_path):
        suite = SubElement(root, "testsuite", name=safe(path))
        for finding in group:
            _case(suite, finding)
        _count(suite)
    if not findings:
        suite = SubElement(root, "testsuite", name="enregard")
        SubElement(suite, "testcase", classname="enregard", name="check")
        _count(suite)
    _count(root)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, finding: Finding) -> None:
    name = f"{finding.rule}: {excerpt(finding.msgid, 80)}" if finding.msgid else finding.rule
    case = SubElement(suite, "testcase", classname=safe(_path(finding)), name=name)
    lines = [safe(finding.message)]
    for title, place in (("catalog", finding.po), ("source", finding.source)):
        if place is not None:
            lines.append(safe(f"{title}: {place.path}" + ("" if place.line is None else f":{place.line}")))
    lines += [f"msgid: {safe(finding.msgid)}", f"msgstr: {safe(finding.msgstr)}"]
    if finding.severity is Severity.INFO:
        SubElement(case, "system-out").text = "\n".join(lines)
    else:
        kind = f"{finding.severity}: {finding.rule}"
        SubElement(case, "failure", type=kind, message=safe(finding.message)).text = "\n".join(lines)


def _path(finding: Finding) -> str:
    place = finding.po or finding.source
    return "enregard" if place is None else place.path


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite.findall(".//testcase"))))
    suite.set("failures", str(len(suite.findall(".//failure"))))
