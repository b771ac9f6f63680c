"""The kinds of duty and the wordings that they are known by."""

from bot.agreements.clauses.duty_rules_agreement import AGREEMENT_RULES
from bot.agreements.clauses.duty_rules_data import DATA_RULES
from bot.agreements.clauses.duty_rules_people import PEOPLE_RULES

RULES = (*PEOPLE_RULES, *DATA_RULES, *AGREEMENT_RULES)
KINDS = tuple(dict.fromkeys(rule.kind for rule in RULES))
