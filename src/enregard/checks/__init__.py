"""What can be wrong with a translation, told as findings with a place: one family of rules in each module."""

from enregard.checks.contract import Lesson, Pair, Policy, Remark, Rule, Subject, Term
from enregard.checks.running import Rules, Said, check, level_of

__all__ = ["Lesson", "Pair", "Policy", "Remark", "Rule", "Rules", "Said", "Subject", "Term", "check", "level_of"]
