"""New rows of several tables in one message to the database.

PostgreSQL runs the statements of a message in their order, so what is pointed at comes first. A row
is written as save(force_insert=True) writes it, but for what a save() of its own would add: whoever
hands such a row over has called that already.
"""

import datetime as dt
import functools
import uuid

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

# What a field of a kind hands to the database as it is, where its value is of exactly this type:
# asking the field would take five calls for each of two hundred values.
AS_IT_IS = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.SmallIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.DateField: dt.date,
    # A moment is asked for its time zone; none is none.
    models.DateTimeField: type(None),
    models.DecimalField: type(None),
}
KEYED = (models.ForeignKey, models.OneToOneField, models.UUIDField)


def insert(rows):
    """Insert rows that know their keys; a key that the database counts is not asked for."""
    texts, values = [], []
    # Not the proxy, which looks up the thread's connection anew for each of two hundred values.
    own = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        text, fields = _statement(type(row))
        texts.append(text)
        values += [_value(row, field, quick, own) for field, quick in fields]
    with transaction.mark_for_rollback_on_error(), own.cursor() as cursor:
        cursor.execute("; ".join(texts), values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _value(row, field, quick, own):
    """What save() would write. A key travels as text, which the database reads as what it is."""
    if quick is not None:
        value = getattr(row, field.attname)
        if value is None or type(value) is quick:
            return str(value) if quick is uuid.UUID and value is not None else value
    return field.get_db_prep_save(field.pre_save(row, True), own)


@functools.cache
def _statement(model):
    """How a row of this model is inserted, and the fields that give its values in order, each
    with the type of a value that needs no preparing.
    """
    fields = [
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(_place(field) for field in fields)
    text = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    return text, [(field, _quick(field)) for field in fields]


def _quick(field):
    if type(field) in KEYED:
        return uuid.UUID
    moves_by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return None if moves_by_itself else AS_IT_IS.get(type(field))


def _place(field):
    """Arrays and the like say their type beside the value."""
    placeholder = getattr(field, "get_placeholder", None)
    return placeholder(None, None, connection) if placeholder else "%s"
