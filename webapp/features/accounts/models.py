"""The people of this computer, and the key slots that open their journals."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from typing import TYPE_CHECKING

import bcrypt
import peewee

from webapp.core import clock, kdf
from webapp.core.database import accounts_db
from webapp.core.kdf import Cost, Derived
from webapp.core.slots import Slot

if TYPE_CHECKING:
    from webapp.core.sessions import Session

BCRYPT_COST = 10  # it hashes the 44 signs of a memory-hard key, never a password itself


class NameTaken(ValueError):
    """Someone on this computer already has that name."""


class AccountsModel(peewee.Model):
    """A row of the accounts file."""

    class Meta:
        database = accounts_db
        legacy_table_names = False


class User(AccountsModel):
    """A person: an account on this computer."""

    person_id = peewee.CharField(primary_key=True)
    username = peewee.CharField()
    username_folded = peewee.CharField(unique=True)
    email = peewee.CharField(null=True)
    password_hash = peewee.CharField()
    salt = peewee.BlobField()
    mib = peewee.IntegerField()
    passes = peewee.IntegerField()
    lanes = peewee.IntegerField()
    is_admin = peewee.BooleanField(default=False)
    is_disabled = peewee.BooleanField(default=False)
    joined_at = peewee.IntegerField()
    opened_on = peewee.CharField(null=True)
    code_is_kept = peewee.BooleanField(default=False)
    failures = peewee.IntegerField(default=0)
    next_try_at = peewee.IntegerField(default=0)
    password_set_at = peewee.IntegerField()

    session: Session | None = None
    """The live session in which this row was loaded; None outside a request."""

    # what Flask-Login asks of a user; one is loaded only where a live session has proved them
    is_authenticated = True
    is_anonymous = False

    class Meta:
        table_name = "user"

    @classmethod
    def create_user(
        cls,
        username: str,
        password: str,
        *,
        email: str | None = None,
        is_admin: bool = False,
        person_id: str | None = None,
        derived: tuple[Derived, bytes, Cost] | None = None,
    ) -> User:
        """Add a person; the password is always hashed, and never kept.

        Args:
            username: the name shown when Quietleaf opens.
            password: in clear, as typed.
            email: optional, shown to administrators only.
            is_admin: whether they look after this computer's people.
            person_id: 32 hex digits, the name of their folder; new when None.
            derived: what `password` derives to, with its salt and cost, where that is known.

        Raises:
            NameTaken: someone has that name, whatever its case.
        """
        keys, salt, cost = derived or derive_new(password)
        try:
            return cls.create(
                person_id=person_id or secrets.token_hex(16),
                username=username,
                username_folded=fold_name(username),
                email=email,
                password_hash=hash_login(keys),
                salt=salt,
                mib=cost.mib,
                passes=cost.passes,
                lanes=cost.lanes,
                is_admin=is_admin,
                joined_at=clock.now_ms(),
                password_set_at=clock.now_ms(),
            )
        except peewee.IntegrityError as error:
            raise NameTaken(username) from error

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the id of a live session, not of the person."""
        return self.session.sid if self.session else ""

    @property
    def is_active(self) -> bool:
        """Whether the person may open their journal."""
        return not self.is_disabled

    def derive(self, password: str) -> Derived:
        """The keys of a password with this person's salt and cost."""
        return kdf.derive(password, bytes(self.salt), Cost(self.mib, self.passes, self.lanes))

    def check_login(self, keys: Derived) -> bool:
        """Whether these keys come from this person's password."""
        return check_login(self.password_hash, keys)


class KeySlot(AccountsModel):
    """The journal key of a person, wrapped; see `core.slots`."""

    person_id: str
    person = peewee.ForeignKeyField(User, column_name="person_id", backref="slots")
    kind = peewee.CharField()
    salt = peewee.BlobField()
    mib = peewee.IntegerField()
    passes = peewee.IntegerField()
    lanes = peewee.IntegerField()
    sealed = peewee.BlobField()

    class Meta:
        table_name = "key_slot"
        primary_key = peewee.CompositeKey("person", "kind")

    @property
    def slot(self) -> Slot:
        """The row as a plain value."""
        return Slot(
            self.person_id, self.kind, bytes(self.salt), self.mib, self.passes, self.lanes,
            bytes(self.sealed),
        )  # fmt: skip

    @classmethod
    def put(cls, slot: Slot) -> None:
        """Store a slot in place of the person's earlier one of that kind."""
        cls.replace(  # type: ignore[no-untyped-call]
            person=slot.person_id,
            kind=slot.kind,
            salt=slot.salt,
            mib=slot.mib,
            passes=slot.passes,
            lanes=slot.lanes,
            sealed=slot.sealed,
        ).execute()

    @classmethod
    def of(cls, person_id: str, kind: str) -> Slot | None:
        """A person's slot of that kind."""
        row = cls.get_or_none((cls.person == person_id) & (cls.kind == kind))
        return row.slot if row else None


class RecoveryCode(AccountsModel):
    """The fingerprint of a recovery code; the current one has no `replaced_at`."""

    person = peewee.ForeignKeyField(User, column_name="person_id")
    salt = peewee.BlobField()
    fingerprint = peewee.BlobField()
    made_at = peewee.IntegerField()
    replaced_at = peewee.IntegerField(null=True)

    class Meta:
        table_name = "recovery_code"
        primary_key = False


class Computer(AccountsModel):
    """What this computer remembers for all its people."""

    name = peewee.CharField(primary_key=True)
    value = peewee.CharField()

    class Meta:
        table_name = "computer"

    @classmethod
    def read(cls, name: str) -> str | None:
        """What is remembered under that name."""
        row = cls.get_or_none(cls.name == name)
        return row.value if row else None

    @classmethod
    def put(cls, name: str, value: str) -> None:
        """Remember this under that name, in place of what was there."""
        cls.replace(name=name, value=value).execute()  # type: ignore[no-untyped-call]


def fold_name(username: str) -> str:
    """A name as it is compared: "Ann", "ANN" and "ann " are one name."""
    return " ".join(unicodedata.normalize("NFKC", username).casefold().split())


def derive_new(password: str) -> tuple[Derived, bytes, Cost]:
    """Keys for a new password, with a new salt and this computer's cost."""
    salt, cost = kdf.new_salt(), kdf.calibrate()
    return kdf.derive(password, salt, cost), salt, cost


def hash_login(keys: Derived) -> str:
    """The bcrypt hash of a login key."""
    secret = base64.b64encode(keys.login)
    return bcrypt.hashpw(secret, bcrypt.gensalt(BCRYPT_COST)).decode("ascii")


def check_login(password_hash: str, keys: Derived) -> bool:
    """Whether a login key belongs to a hash of ours; a foreign or planted hash never does."""
    if not password_hash.startswith(f"$2b${BCRYPT_COST:02}$"):
        return False
    try:
        return bcrypt.checkpw(base64.b64encode(keys.login), password_hash.encode("ascii"))
    except ValueError:
        return False
