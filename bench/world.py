"""The database that the timings run on: the demo network, and copies of its referrals."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection

from bench.models import Note
from hospitals.pinyin import initials, spelling
from portal.demo import referrals as demo
from portal.models import User
from referrals.models import Referral

SEED = 150

# Only what the demo walked to its end is copied, as an archive grows: what is open at one time
# depends on the days that it stays open, not on the years behind it. Copies' numbers begin with C.
COPY_PATIENTS = """
INSERT INTO referrals_patient SELECT (jsonb_populate_record(p, jsonb_build_object(
  'id', md5(p.id::text || n)::uuid))).*
  FROM generate_series(%s, %s) n, referrals_patient p JOIN referrals_referral s
  ON s.patient_id = p.id AND s.is_synthetic AND s.number LIKE 'R-%%' AND s.closed_at IS NOT NULL
"""
COPY_REFERRALS = """
INSERT INTO referrals_referral SELECT (jsonb_populate_record(s, jsonb_build_object(
  'id', md5(s.id::text || n)::uuid, 'patient_id', md5(s.patient_id::text || n)::uuid,
  'number', 'C-' || n || '-' || right(s.number, 6),
  'created_at', s.created_at - n * interval '7 hours'))).*
  FROM generate_series(%s, %s) n, referrals_referral s
  WHERE s.is_synthetic AND s.number LIKE 'R-%%' AND s.closed_at IS NOT NULL
"""
COPY_OFFERS = """
INSERT INTO referrals_referraloffer SELECT (jsonb_populate_record(o, jsonb_build_object(
  'id', md5(o.id::text || n)::uuid, 'referral_id', md5(o.referral_id::text || n)::uuid))).*
  FROM generate_series(%s, %s) n, referrals_referraloffer o JOIN referrals_referral s
  ON s.id = o.referral_id AND s.is_synthetic AND s.number LIKE 'R-%%' AND s.closed_at IS NOT NULL
"""
COPY_SEARCH = """
INSERT INTO referrals_searchentry SELECT md5(e.referral_id::text || n)::uuid, e.tokens
  FROM generate_series(%s, %s) n, referrals_searchentry e JOIN referrals_referral s
  ON s.id = e.referral_id AND s.is_synthetic AND s.number LIKE 'R-%%' AND s.closed_at IS NOT NULL
"""


def build():
    """The base of the demo, and the first referrals, walked through the actions."""
    build_base()
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    cast = demo.Cast.read()
    for number in range(SEED):
        demo.walk(number, cast)


def build_base():
    """Migrate, and load the demo network with its experts."""
    call_command("migrate", verbosity=0)
    call_command("demo", "--base", verbosity=0)


def grow_to(count):
    """Copy the walked referrals, with patients and offers, until there are about count rows."""
    seeds = Referral.objects.filter(
        is_synthetic=True, number__startswith="R-", closed_at__isnull=False
    ).count()
    copied = Referral.objects.filter(number__startswith="C-").count() // seeds
    wanted = count // seeds - 1
    if wanted > copied:
        _copy(copied + 1, wanted)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Referral.objects.count()


def _copy(first, last):
    with connection.cursor() as cursor:
        for statement in (COPY_PATIENTS, COPY_REFERRALS, COPY_OFFERS, COPY_SEARCH):
            cursor.execute(statement, [first, last])


def open_up(count):
    """Copy what is open, each copy of another person, until about so many wait for somebody."""
    open_ones = Referral.objects.filter(is_synthetic=True).open()
    seeds = open_ones.filter(number__startswith="R-").count()
    first = open_ones.filter(number__startswith="O-").count() // seeds + 1
    with connection.cursor() as cursor:
        for statement in (COPY_PATIENTS, COPY_REFERRALS, COPY_OFFERS):
            cursor.execute(_of_the_open(statement), [first, count // seeds + 1])
        cursor.execute("VACUUM ANALYZE")
    return open_ones.count()


def _of_the_open(statement):
    statement = statement.replace("closed_at IS NOT NULL", "closed_at IS NULL")
    return statement.replace("'number', 'C-'", "'person_hash', '', 'number', 'O-'")


def searched():
    """What to search for, by kind: what the referrals of the archive are found by."""
    rows = Referral.objects.filter(is_synthetic=True, number__startswith="R-")
    rows = [row for row in rows.select_related("patient") if row.main_diagnosis]
    rows = [row for row in rows if row.patient.phone]
    return {
        "number": [row.number for row in rows],
        "name": [row.patient.name for row in rows],
        "surname": [row.patient.name[:1] for row in rows],
        "initials": [initials(row.patient.name)[0] for row in rows],
        "first letter": [initials(row.patient.name)[0][:1] for row in rows],
        "spelling": [spelling(row.patient.name) for row in rows],
        "phone tail": [row.patient.phone[-4:] for row in rows],
        "diagnosis": [row.main_diagnosis[-3:] for row in rows],
        "its initials": [initials(row.main_diagnosis)[0][-3:] for row in rows],
    }


def cookies_of(username):
    """A session of the person, as their browser would hold it."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "portal.core.signin.LockoutBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"sessionid": session.session_key, "csrftoken": "b" * 32}
