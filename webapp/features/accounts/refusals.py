"""What is said when a name, a password or a code does not do."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.errors import Refusal


class BadPassword(Refusal):
    """The chosen password is too short or no text."""


class WrongPassword(Refusal):
    """The password is not that person's, or there is no such person."""


class TryLater(Refusal):
    """Too many wrong tries; `seconds` until the next one."""

    def __init__(self, happened: str, safe: str, seconds: int) -> None:
        todo = ngettext(
            "The next try is possible in %(num)s second.",
            "The next try is possible in %(num)s seconds.",
            seconds,
        )
        super().__init__(happened, safe, todo, status=429)
        self.seconds = seconds


class NoSuchPerson(Refusal):
    """There is nobody of that name on this computer."""


def name_taken(username: str) -> Refusal:
    """The name belongs to someone."""
    return Refusal(
        _("Someone on this computer is already called %(name)s.", name=username),
        _("Nothing was changed."),
        _("Add a letter or a surname."),
        status=409,
    )


def bad_name() -> Refusal:
    """The name is empty, too long, or holds signs that cannot be shown."""
    return Refusal(
        _("That name cannot be used."),
        _("Nothing was changed."),
        _("A name has 1 to 60 letters on one line."),
        status=422,
    )


def too_short() -> BadPassword:
    """Fewer than ten characters."""
    return BadPassword(
        _("Ten characters or more, please."),
        _("Nothing was changed."),
        _("Four words that do not belong together work well."),
        status=422,
    )


def too_common() -> BadPassword:
    """On the list of passwords that are tried first."""
    return BadPassword(
        _("Many people use this one, so it is quickly guessed."),
        _("Nothing was changed."),
        _("Add a word or two that only you would think of."),
        status=422,
    )


def not_text() -> BadPassword:
    """It holds something that is no character, or it is longer than 1,024."""
    return BadPassword(
        _("That password cannot be used: it is too long, or holds a sign that is no character."),
        _("Nothing was changed."),
        _("Choose one with up to 1,024 ordinary characters."),
        status=422,
    )


def wrong_password(username: str) -> WrongPassword:
    """Said alike whether or not there is such a person."""
    return WrongPassword(
        _("That is not %(name)s’s password.", name=shown(username)),
        _("Your journal is untouched."),
        _("Try again, or use the recovery code."),
        status=403,
    )


def try_later(username: str, seconds: int) -> TryLater:
    """Too many wrong passwords in a row."""
    happened = _("That is not %(name)s’s password.", name=shown(username))
    return TryLater(happened, _("Your journal is untouched."), seconds)


def try_code_later(_username: str, seconds: int) -> TryLater:
    """Too many wrong codes or passwords in a row."""
    happened = _("That code does not open this journal.")
    return TryLater(happened, _("Nothing has changed."), seconds)


def wrong_code() -> Refusal:
    """The recovery code opens nothing."""
    return Refusal(
        _("That code does not open this journal."),
        _("Nothing has changed."),
        _("Check it group by group; it has 24 signs."),
        status=403,
    )


def replaced_code(day: str) -> Refusal:
    """The recovery code was right once."""
    return Refusal(
        _("This code was replaced by a newer one on %(day)s.", day=day),
        _("Your journal is untouched."),
        _("Use the newer code."),
        status=403,
    )


def disabled(username: str, admin: str) -> Refusal:
    """An administrator has closed the account for now."""
    return Refusal(
        _("%(name)s’s journal is closed for now.", name=username),
        _("It is safe and unchanged."),
        _("Ask %(admin)s, who looks after this computer.", admin=admin),
        status=403,
    )


def damaged_slot(username: str) -> Refusal:
    """The password is right, but the key it should open is damaged."""
    return Refusal(
        _("The password is right, but the key of %(name)s’s journal is damaged.", name=username),
        _("The journal itself is untouched."),
        _("Use the recovery code, or bring back “accounts.sqlite3” from a backup."),
        status=503,
        curious="password slot",
    )


def damaged_account(username: str) -> Refusal:
    """What is kept of the person's password is nothing that this program ever writes."""
    return Refusal(
        _("What Quietleaf keeps of %(name)s’s password is damaged.", name=username),
        _("The journal itself is untouched."),
        _("Use the recovery code, or bring back “accounts.sqlite3” from a backup."),
        status=503,
        curious="cost of the password",
    )


def damaged_code(username: str) -> Refusal:
    """The recovery code is right, but the key it should open is damaged."""
    return Refusal(
        _("The code is right, but the key of %(name)s’s journal is damaged.", name=username),
        _("The journal itself is untouched."),
        _("Use the password, or bring back “accounts.sqlite3” from a backup."),
        status=503,
        curious="recovery slot",
    )


def not_for_you() -> Refusal:
    """Something that only an administrator does."""
    return Refusal(
        _("Only someone who looks after this computer’s people can do that."),
        _("Nothing was changed."),
        _("Ask an administrator."),
        status=403,
    )


def last_administrator() -> Refusal:
    """Nobody would be left to look after the people of this computer."""
    return Refusal(
        _("This is the only administrator."),
        _("Nothing was changed."),
        _("Make someone else an administrator first."),
        status=409,
    )


def not_yourself() -> Refusal:
    """Nobody shuts the door behind themselves by mistake."""
    return Refusal(
        _("That is yourself."),
        _("Nothing was changed."),
        _("Ask another administrator to do it."),
        status=409,
    )


def somebody_is_here() -> Refusal:
    """The first run was finished meanwhile, in another window."""
    return Refusal(
        _("Someone has been here first: this computer has its administrator."),
        _("Nothing was changed."),
        _("Open your journal, or ask them to add you."),
        status=409,
    )


def code_not_kept() -> Refusal:
    """Nothing else is possible before the recovery code is somewhere safe."""
    return Refusal(
        _("Your recovery code is not kept yet."),
        _("Nothing was changed."),
        _("Keep it somewhere other than this computer, and tick the box."),
        status=403,
    )


def box_not_ticked() -> Refusal:
    """The recovery code has not been confirmed."""
    return Refusal(
        _("The box is not ticked."),
        _("The code stays here until it is."),
        _("Keep the code somewhere other than this computer, then tick it."),
        status=422,
    )


def folder_in_use(username: str, reason: str) -> Refusal:
    """The person's folder could not be moved."""
    return Refusal(
        _("%(name)s’s folder could not be moved away.", name=username),
        _("Nothing was changed."),
        _("Close Quietleaf wherever else it is open, then try again."),
        status=409,
        curious=reason,
    )


def no_kept_folder(reason: str) -> Refusal:
    """What was named is not the folder of a removed person."""
    return Refusal(
        _("That is not the folder of somebody who was removed."),
        _("Nothing was changed."),
        _("Name one of those in the folder “deleted” of Quietleaf’s data."),
        status=404,
        curious=reason,
    )


def earlier_password() -> Refusal:
    """The password does not open the folder that was kept aside."""
    return Refusal(
        _("This journal needs the password its owner had when it was removed."),
        _("Nothing has changed."),
        _("Try that one."),
        status=403,
    )


def not_written(is_full: bool, reason: str) -> Refusal:
    """A new person's folder could not be made."""
    if is_full:
        happened, todo = _("The disk is full."), _("Free some space, then try again.")
    else:
        happened = _("Quietleaf is not allowed to write to its folder.")
        todo = _("Check the folder, then try again.")
    return Refusal(happened, _("Nothing was changed."), todo, status=507, curious=reason)


def no_choice() -> Refusal:
    """A value that no control of ours sends."""
    return Refusal(
        _("That cannot be chosen."),
        _("Nothing was changed."),
        _("Choose one of those that are shown."),
        status=422,
    )


def not_the_same() -> BadPassword:
    """A new password is typed twice on a terminal, where it cannot be shown."""
    return BadPassword(
        _("The two are not the same."),
        _("Nothing was changed."),
        _("Type the new password twice alike."),
        status=422,
    )


def same_password() -> BadPassword:
    """The new password is the old one."""
    return BadPassword(
        _("The new password is the old one."),
        _("Nothing was changed."),
        _("Choose another."),
        status=422,
    )


def no_such_person(username: str) -> NoSuchPerson:
    """For the command line, where names are typed."""
    return NoSuchPerson(
        _("Nobody on this computer is called %(name)s.", name=shown(username)),
        _("Nothing was changed."),
        _("Check the name."),
        status=404,
    )


def name_not_typed(username: str) -> Refusal:
    """Deleting asks for the name."""
    return Refusal(
        _("The name typed is not “%(name)s”.", name=username),
        _("Nothing was removed."),
        _("Type the name exactly to remove the account."),
        status=422,
    )


def shown(typed: str) -> str:
    """A typed name as it may stand in a sentence: text, and not longer than a name can be."""
    name = " ".join(typed.encode("utf-8", "replace").decode("utf-8").split())
    return name if len(name) <= 60 else f"{name[:59]}…"
