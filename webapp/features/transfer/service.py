"""Bringing entries in and taking them back; writing one's own out. Needs an open journal.

The verbs stand in modules of their own and are passed on here: this is the feature's door.
"""

from __future__ import annotations

from webapp.features.transfer.batches import all_batches, changed_since, read_batch, take_back
from webapp.features.transfer.bringing import bring_in
from webapp.features.transfer.decoding import AskEncoding, Candidate, canonical
from webapp.features.transfer.formats import Format, formats, named, recognise
from webapp.features.transfer.looking import Look, Sample, look
from webapp.features.transfer.models import Batch, Progress, Tally
from webapp.features.transfer.shapes import AskPassword, Problem, ReadOptions
from webapp.features.transfer.source import Source, Upload, open_path, open_uploads
from webapp.features.transfer.wishes import Wishes
from webapp.features.transfer.writing import write_out, zip_parts

__all__ = [
    "AskEncoding",
    "AskPassword",
    "Batch",
    "Candidate",
    "Format",
    "Look",
    "Problem",
    "Progress",
    "ReadOptions",
    "Sample",
    "Source",
    "Tally",
    "Upload",
    "Wishes",
    "all_batches",
    "bring_in",
    "canonical",
    "changed_since",
    "formats",
    "look",
    "named",
    "open_path",
    "open_uploads",
    "read_batch",
    "recognise",
    "take_back",
    "write_out",
    "zip_parts",
]
