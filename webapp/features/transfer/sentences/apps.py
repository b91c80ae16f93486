"""What is said of the exports of other programs."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.features.transfer.sentences.shape import Refusals, Remarks

REFUSALS: Refusals = {
    "json_damaged": lambda: (
        _("This file is not whole: it begins as JSON and cannot be read to its end."),
        _("Ask the program that made it for a new export."),
    ),
    "table_damaged": lambda: (
        _("This table cannot be read to its end."),
        _("Save it again as CSV, with the texts in quotes."),
    ),
    "table_without_dates": lambda: (
        _("No column of this table holds dates."),
        _("Give one column the name “date” and one the name “text”, and choose it again."),
    ),
    "xml_damaged": lambda: (
        _("This file is not whole: it begins as XML and cannot be read to its end."),
        _("Ask the program that made it for a new export."),
    ),
}

REMARKS: Remarks = {
    "json_damaged": lambda: _("The file is no JSON, or damaged."),
    "xml_damaged": lambda: _("The file is no XML, or damaged."),
    "yaml_damaged": lambda: _("The file is no YAML, or damaged."),
    "joplin_encrypted": lambda: _(
        "The item is encrypted. Switch encryption off in Joplin, or export it as JEX."
    ),
    "record_wrong": lambda: _("Record %(number)s is not an entry as this program writes them."),
    "empty_record": lambda: _("Nothing is written in it: %(day)s."),
    "not_of_this_export": lambda: _("No part of this program’s exports."),
    "photo_of_nothing": lambda: _("No entry shows this file."),
    "in_the_bin": lambda: _("It was in the program’s bin: %(name)s."),
}
