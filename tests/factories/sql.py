"""What the database says when no form and no model stands before it."""

import pytest
from django.db import IntegrityError, connection, transaction


def refused(row, **fields):
    """The constraint that an UPDATE of these columns breaks."""
    names = ", ".join(f"{name} = %s" for name in fields)
    sql = f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(IntegrityError) as caught:
            cursor.execute(sql, [*fields.values(), row.pk])
        transaction.set_rollback(True)
    return caught.value.__cause__.diag.constraint_name
