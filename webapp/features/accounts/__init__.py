"""People: first run, unlocking, passwords, recovery codes, and who may use this computer."""

from __future__ import annotations

from webapp.core.feature import Feature
from webapp.features.accounts import login

FEATURE = Feature(
    name="accounts",
    accounts_steps=("accounts_0001_people",),
    init_app=login.init_app,
)
