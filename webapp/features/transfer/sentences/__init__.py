"""What is said of sources and their parts, by the key that readers name. A module a format."""

from __future__ import annotations

from webapp.features.transfer.sentences import apps, general
from webapp.features.transfer.sentences.shape import Refusals, Remarks

REFUSALS: Refusals = {**general.REFUSALS, **apps.REFUSALS}
REMARKS: Remarks = {**general.REMARKS, **apps.REMARKS}
