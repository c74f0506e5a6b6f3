"""A second wall behind the actions: a state changes only along an edge of the move table.

The edges are those of referrals/states.py on the day of this migration. A change of the table needs
a migration that replaces the function; tests/referrals/test_state_edges.py compares the two.
"""

from django.db import migrations

EDGES = {
    "draft": "pending_review submitted arrived cancelled deceased entered_in_error",
    "pending_review": "returned submitted cancelled deceased entered_in_error",
    "returned": "pending_review submitted cancelled deceased entered_in_error",
    "submitted": "received accepted in_transit unplaced cancelled expired deceased "
    "entered_in_error",
    "received": "submitted info_requested waitlisted accepted in_transit treated declined "
    "cancel_requested unplaced cancelled deceased entered_in_error",
    "info_requested": "submitted received treated declined cancel_requested unplaced cancelled "
    "deceased entered_in_error",
    "waitlisted": "submitted received info_requested accepted declined cancel_requested unplaced "
    "cancelled expired deceased entered_in_error",
    "accepted": "scheduled in_transit arrived no_show declined cancel_requested unplaced cancelled "
    "expired deceased entered_in_error",
    "scheduled": "accepted in_transit arrived no_show declined cancel_requested unplaced cancelled "
    "deceased entered_in_error",
    "in_transit": "submitted received accepted scheduled arrived no_show deceased entered_in_error",
    "arrived": "admitted declined unplaced deceased entered_in_error",
    "no_show": "accepted scheduled declined cancel_requested unplaced cancelled deceased "
    "entered_in_error",
    "admitted": "treated entered_in_error",
    "treated": "completed entered_in_error",
    "declined": "submitted unplaced cancelled deceased entered_in_error",
    "cancel_requested": "received info_requested waitlisted accepted scheduled arrived no_show "
    "cancelled deceased entered_in_error",
    "completed": "treated entered_in_error",
    "unplaced": "submitted received info_requested waitlisted accepted scheduled arrived no_show "
    "declined entered_in_error",
    "cancelled": "draft pending_review returned submitted received info_requested waitlisted "
    "accepted scheduled no_show declined entered_in_error",
    "expired": "submitted waitlisted accepted entered_in_error",
    "deceased": "entered_in_error",
}
ROWS = ", ".join(f"('{here}', '{there}')" for here, ends in EDGES.items() for there in ends.split())

FORWARD = f"""
CREATE FUNCTION referrals_state_edges() RETURNS TABLE (came_from text, goes_to text)
LANGUAGE sql IMMUTABLE AS $$ VALUES {ROWS} $$;

CREATE FUNCTION referrals_only_along_edges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM referrals_state_edges() WHERE came_from = OLD.state AND goes_to = NEW.state
  ) THEN
    RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_moves_along_the_table';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER referral_moves_along_the_table BEFORE UPDATE OF state ON referrals_referral
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION referrals_only_along_edges();
"""

REVERSE = """
DROP TRIGGER referral_moves_along_the_table ON referrals_referral;
DROP FUNCTION referrals_only_along_edges();
DROP FUNCTION referrals_state_edges();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0017_fill_persons_and_states_left")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
