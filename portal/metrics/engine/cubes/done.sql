-- Of stays: how often each kind of care was done in a province, named as in leaving.
SELECT
  h.province,
  COALESCE(s.drg_version, '') AS drg_version,
  COALESCE(SUBSTR(s.drg_code, 1, 3), s.op_main) AS care,
  COUNT(*) AS stays
FROM stays AS s
JOIN hospitals AS h ON h.hospital = s.hospital
WHERE s.drg_code IS NOT NULL OR s.op_main IS NOT NULL
GROUP BY 1, 2, 3
