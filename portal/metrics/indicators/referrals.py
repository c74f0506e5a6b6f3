"""Referral timeliness: R02 to R04 by destination, R04 by pair, too; K01, the outflow we know of.

A decision counts in the month in which it was made, on the calendar of the hospitals' time zone.
"""

from referrals.sla import CLOCKS

# Answers are read from events, because an offer that is withdrawn later forgets its answer.
# A referral that was accepted is due once it arrived, ended, or its acceptance ran out.
# The time to answer is what the clocks use (actions/timers.py): the strictest rule of the origin's
# networks on that day, else the installation's, else the default; workdays are the destination's.
REFERRALS = """
WITH span AS (
  SELECT %(period)s::timestamp AT TIME ZONE 'Asia/Shanghai' AS since,
    (%(period)s::date + interval '1 month') AT TIME ZONE 'Asia/Shanghai' AS until
), answers AS (
  SELECT DISTINCT ON (e.id) e.id, e.hospital_id, r.origin_id, e.action = 'accept' AS is_accepted,
    e.at AS decided_at, o.opened_at, o.valid_until, r.priority, r.state, r.arrived_at,
    o.opened_at AT TIME ZONE 'Asia/Shanghai' AS opened_there, r.updated_at, r.is_synthetic
  FROM referrals_referralevent e
  CROSS JOIN span
  JOIN referrals_referral r ON r.id = e.referral_id
  JOIN referrals_referraloffer o ON o.referral_id = r.id AND o.hospital_id = e.hospital_id
    AND o.opened_at <= e.at
  WHERE e.action IN ('accept', 'decline', 'propose_onward')
    AND r.state <> 'entered_in_error' AND NOT r.is_retrospective
    AND e.at >= span.since AND e.at < span.until
  ORDER BY e.id, o.opened_at DESC
), decided AS (
  SELECT hospital_id, origin_id, is_accepted, arrived_at, updated_at, is_synthetic,
    EXTRACT(EPOCH FROM decided_at - opened_at) / 60 AS minutes,
    decided_at <= COALESCE(rule.own, rule.general, opened_at + interval '1 second' * CASE priority
      WHEN 'emergency' THEN %(emergency)s WHEN 'urgent' THEN %(urgent)s ELSE %(routine)s
      END) AS is_in_time,
    EXTRACT(EPOCH FROM arrived_at - decided_at) / 3600 AS hours,
    arrived_at IS NOT NULL OR state IN ('completed', 'cancelled', 'unplaced', 'expired', 'deceased')
      OR valid_until < %(today)s AS is_due
  FROM answers
  CROSS JOIN LATERAL (
    SELECT MIN(due_at) FILTER (WHERE network_id IS NOT NULL) AS own,
      MIN(due_at) FILTER (WHERE network_id IS NULL) AS general
    FROM (
      SELECT t.network_id, CASE WHEN t.workdays IS NULL
        THEN opened_at + t.minutes * interval '1 minute'
        ELSE opened_at + interval '1 day' * (
          SELECT MIN(ahead) FROM (
            SELECT later.ahead, COUNT(*) FILTER (WHERE COALESCE(
                own.is_workday, nation.is_workday, EXTRACT(ISODOW FROM later.day) < 6
              )) OVER (ORDER BY later.ahead) AS worked
            FROM (
              SELECT ahead, opened_there::date + ahead AS day
              FROM generate_series(1, t.workdays * 3 + 20) AS ahead
            ) AS later
            LEFT JOIN hospitals_calendarday own
              ON own.hospital_id = answers.hospital_id AND own.day = later.day
            LEFT JOIN hospitals_calendarday nation
              ON nation.hospital_id IS NULL AND nation.day = later.day
          ) AS days WHERE worked = t.workdays
        ) END AS due_at
      FROM referrals_timerrule t
      WHERE t.is_active AND t.kind = 'decided' AND t.priority = answers.priority
        AND t.since <= opened_there::date AND (t.until IS NULL OR t.until >= opened_there::date)
        AND (t.network_id IS NULL OR EXISTS (
          SELECT FROM hospitals_networkmembership m
          WHERE m.network_id = t.network_id AND m.hospital_id = answers.origin_id
            AND m.since <= opened_there::date
            AND (m.until IS NULL OR m.until >= opened_there::date)
        ))
    ) AS rules
  ) AS rule
), hospitals AS (
  SELECT hospital_id, origin_id, MAX(updated_at) AS as_of, BOOL_OR(is_synthetic) AS is_synthetic,
    COUNT(*) AS decided, COUNT(*) FILTER (WHERE is_accepted) AS accepted,
    COUNT(*) FILTER (WHERE is_in_time) AS in_time,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY minutes) AS median_minutes,
    PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY minutes) AS most_minutes,
    COUNT(*) FILTER (WHERE is_accepted AND is_due) AS due,
    COUNT(*) FILTER (WHERE is_accepted AND arrived_at IS NOT NULL) AS arrived,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY hours)
      FILTER (WHERE is_accepted AND hours IS NOT NULL) AS median_hours
  FROM decided GROUP BY GROUPING SETS ((hospital_id), (hospital_id, origin_id))
), sent AS (
  SELECT scope.id AS region_id, COUNT(*) AS times, MAX(r.updated_at) AS as_of,
    BOOL_OR(r.is_synthetic) AS is_synthetic
  FROM referrals_referral r
  CROSS JOIN span
  JOIN hospitals_hospital h ON h.id = r.origin_id
  JOIN hospitals_region place ON place.id = h.region_id
  LEFT JOIN hospitals_region above ON above.id = place.parent_id
  CROSS JOIN LATERAL (VALUES (place.id), (above.id), (above.parent_id)) AS scope (id)
  WHERE r.submitted_at >= span.since AND r.submitted_at < span.until
    AND r.cross_level = 'province' AND scope.id IS NOT NULL
    AND r.state <> 'entered_in_error'
  GROUP BY 1
)
SELECT figure.code, 1, 'measured', NULL::uuid, COALESCE(origin_id, hospital_id), '', 'ALL', 'ALL',
  figure.numerator::bigint, figure.denominator::bigint, NULL::bigint, NULL::bigint,
  figure.measure, 0, 0, 0, as_of, is_synthetic,
  CASE WHEN origin_id IS NOT NULL THEN hospital_id END
FROM hospitals CROSS JOIN LATERAL (VALUES
  ('R02', accepted, decided, NULL::float), ('R03', in_time, decided, NULL),
  ('R03M', NULL, decided, median_minutes), ('R03P', NULL, decided, most_minutes),
  ('R04', arrived, due, NULL), ('R04M', NULL, arrived, median_hours)
) AS figure (code, numerator, denominator, measure)
WHERE origin_id IS NULL OR figure.code IN ('R04', 'R04M') AND figure.denominator > 0
UNION ALL
SELECT 'K01', 1, 'known', region_id, NULL, '', 'ALL', 'ALL', times, NULL, NULL, NULL, NULL,
  0, 0, 0, as_of, is_synthetic, NULL
FROM sent
"""


def limits() -> dict[str, float]:
    """The time to decide where nobody made a rule, in seconds, by priority."""
    return {
        priority: CLOCKS["decided"].limit(priority).total_seconds()
        for priority in ("emergency", "urgent", "routine")
    }
