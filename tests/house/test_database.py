"""The tests run on the database that production runs on."""

import psycopg2
import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_is_postgresql_16_or_newer():
    connection.ensure_connection()

    assert connection.vendor == "postgresql"
    assert connection.pg_version >= 160000


@pytest.mark.django_db
def test_driver_is_psycopg2():
    connection.ensure_connection()

    assert isinstance(connection.connection, psycopg2.extensions.connection)
