-- Of stays: how the stays of each hospital ended, and where those went who were sent on.
SELECT hospital, discharge_mode, dest_hospital,
  COUNT(*) AS stays,
  CAST(SUM(los_days) AS BIGINT) AS los_days,
  COUNT(CASE WHEN residence <> 999999 THEN 1 END) AS placed,
  COUNT(person_key) AS known
FROM stays
GROUP BY 1, 2, 3
