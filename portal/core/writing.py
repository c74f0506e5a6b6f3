"""New rows of several tables in one message to the database.

PostgreSQL runs the statements of a message in their order, so what is pointed at comes first. A row
is written as save(force_insert=True) writes it, but for what a save() of its own would add: whoever
hands such a row over has called that already.
"""

import functools

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import AutoField


def insert(rows):
    """Insert rows that know their keys; a key that the database counts is not asked for."""
    texts, values = [], []
    # Not the proxy, which looks up the thread's connection anew for each of two hundred values.
    own = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        text, fields = _statement(type(row))
        texts.append(text)
        values += [field.get_db_prep_save(field.pre_save(row, True), own) for field in fields]
    with transaction.mark_for_rollback_on_error(), own.cursor() as cursor:
        cursor.execute("; ".join(texts), values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@functools.cache
def _statement(model):
    """How a row of this model is inserted, and the fields that give its values in order."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(_place(field) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})", fields


def _place(field):
    """Arrays and the like say their type beside the value."""
    placeholder = getattr(field, "get_placeholder", None)
    return placeholder(None, None, connection) if placeholder else "%s"
