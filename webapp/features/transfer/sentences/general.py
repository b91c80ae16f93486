"""What is said of any source."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.features.transfer.sentences.shape import Refusals, Remarks

REFUSALS: Refusals = {
    "not_there": lambda: (
        _("There is no such file or folder."),
        _("Check the name and try again."),
    ),
    "not_a_file": lambda: (
        _("This is neither a file nor a folder."),
        _("Choose a file, a folder or a zip."),
    ),
    "cannot_open": lambda: (
        _("Quietleaf is not allowed to read this file or folder."),
        _("Check its permissions, or copy it somewhere else, then try again."),
    ),
    "nothing_chosen": lambda: (
        _("No file was chosen."),
        _("Choose a file, a folder or a zip."),
    ),
    "nothing_inside": lambda: (
        _("This file holds no entries."),
        _("Choose another file, or see what Quietleaf can read."),
    ),
    "nothing_new": lambda: (
        _("There is nothing new in it."),
        _("All its entries are in your journal already."),
    ),
    "destination_there": lambda: (
        _("There is something of that name already."),
        _("Choose another name; Quietleaf never writes over anything."),
    ),
    "destination_unwritable": lambda: (
        _("Quietleaf cannot write there."),
        _("Choose another place."),
    ),
    "unknown": lambda: (
        _("Quietleaf does not know this kind of file."),
        _("See what it can read, and choose another file."),
    ),
    "unknown_format": lambda: (
        _("Quietleaf knows no format of that name."),
        _("Leave the format out, and Quietleaf finds it by itself."),
    ),
    "too_many": lambda: (
        _("There are more than %(count)s files inside."),
        _("Bring them in in several parts."),
    ),
    "too_big": lambda: (
        _("What is inside is larger than %(megabytes)s MB."),
        _("Bring it in in several parts."),
    ),
    "bad_name": lambda: (
        _("A name inside leads out of the folder or is no name at all."),
        _("Ask the program that made it for a new export."),
    ),
    "bomb": lambda: (
        _("This zip unfolds to far more than an export would."),
        _("Ask the program that made it for a new export."),
    ),
    "zip_damaged": lambda: (
        _("This zip is damaged or cut short."),
        _("Fetch or make it again, then try again."),
    ),
    "tar_damaged": lambda: (
        _("This archive is damaged or cut short."),
        _("Fetch or make it again, then try again."),
    ),
    "zip_encrypted": lambda: (
        _("This zip is locked with a password."),
        _("Unpack it with its password, bring in the folder, and delete the folder afterwards."),
    ),
    "not_text": lambda: (
        _("This file is not text that can be read."),
        _("If you know how it was written, say its encoding; else save it again as UTF-8."),
    ),
    "encoding_does_not_fit": lambda: (
        _("Some of the text is not written in the encoding that was said."),
        _("Choose another encoding."),
    ),
    "unknown_encoding": lambda: (
        _("Quietleaf knows no encoding of that name."),
        _("Try utf-8, cp1252, cp1251 or cp932."),
    ),
}

REMARKS: Remarks = {
    "unreadable": lambda: _("The file cannot be read."),
    "damaged": lambda: _("The file is damaged inside the zip."),
    "too_large": lambda: _("The file is larger than a text can be."),
    "too_long": lambda: _("The text is longer than an entry can be (4 MB)."),
    "picture_missing": lambda: _("Named in a text, but not in the file."),
    "picture_refused": lambda: "%(reason)s",
    "link": lambda: _("A link; Quietleaf reads only what is in the folder itself."),
    "not_text": lambda: _("The text is not Unicode and its encoding cannot be told."),
    "not_read": lambda: _("Not a text file, and no entry shows it."),
    "no_ending": lambda: _("The name has no ending that says it is text."),
    "template": lambda: _("A template, not an entry."),
    "old_copy": lambda: _("An old copy that another program keeps."),
    "joplin_item": lambda: _("An item of Joplin’s: bring its folder in by itself."),
    "jrnl_encrypted": lambda: _("An encrypted journal. Bring it in alone, with its password."),
    "empty": lambda: _("Nothing is written in it."),
    "outside_journal": lambda: _("Not one of the journal’s day files."),
    "before_first_date": lambda: _("Lines before the first date belong to no day: %(count)s."),
    "date_impossible": lambda: _("There is no such day or time: %(date)s."),
    "date_not_understood": lambda: _("The date is not understood; another one counts: %(date)s."),
    "looks_like_a_date": lambda: _("Looks like a date and is kept as text: %(date)s."),
    "no_date": lambda: _("Nothing says when it was written."),
    "dated_by_file": lambda: _("Only the file’s own time says when it was written: %(date)s."),
    "dated_by_person": lambda: _("Nothing says when it was written; it gets the day you named."),
    "day_or_month": lambda: _("Day and month could be the other way round: %(date)s."),
    "header_kept_as_text": lambda: _("The front matter cannot be read and is kept as text."),
    "header_read_by_line": lambda: _("The front matter is not valid YAML and was read by line."),
}
