-- Of the stays of a month and those after it: how many came back to the same hospital within 31 days
-- of leaving it alive, although nothing was planned. The later of two stays is the one admitted later.
WITH unplanned AS (
  SELECT hospital, person_key, stay_key, admit_date, discharge_date
  FROM stays
  WHERE discharge_date >= $first AND discharge_date < $next AND discharge_mode <> 5
    AND readmit_plan = 1 AND person_key IS NOT NULL
), later AS (
  SELECT hospital, person_key, stay_key, admit_date, discharge_date
  FROM stays
  WHERE admit_date >= $first AND admit_date < $until AND person_key IS NOT NULL
), came_back AS (
  SELECT DISTINCT a.hospital, a.stay_key
  FROM unplanned AS a
  JOIN later AS b
    ON b.person_key = a.person_key AND b.hospital = a.hospital
    AND b.admit_date >= a.discharge_date
  WHERE DATE_DIFF('day', a.discharge_date, b.admit_date) <= 31
    AND (
      b.admit_date > a.admit_date
      OR (b.admit_date = a.admit_date AND b.discharge_date > a.discharge_date)
      OR (b.admit_date = a.admit_date AND b.discharge_date = a.discharge_date
        AND b.stay_key > a.stay_key)
    )
)
SELECT hospital, COUNT(*) AS returned FROM came_back GROUP BY hospital
