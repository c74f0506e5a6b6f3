-- Of endings and returns: H19 of each hospital. Whose person is not told cannot be followed.
WITH alive AS (
  SELECT hospital,
    CAST(SUM(known) AS BIGINT) AS followed,
    CAST(SUM(stays - known) AS BIGINT) AS unknown
  FROM endings
  WHERE discharge_mode <> 5
  GROUP BY hospital
), back AS (
  SELECT hospital, CAST(SUM(returned) AS BIGINT) AS returned
  FROM returns
  GROUP BY hospital
)
SELECT 'H19' AS code, alive.hospital,
  COALESCE(back.returned, 0) AS numerator,
  followed AS denominator,
  unknown AS unplaced
FROM alive
LEFT JOIN back ON back.hospital = alive.hospital
