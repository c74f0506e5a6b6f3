-- Of work, one province: H09 to H12 of each hospital and grouper version. What a group usually needs
-- is its mean over all hospitals here; a group is of low risk when the logarithm of its mortality
-- lies more than one standard deviation below the mean of all groups that know deaths.
WITH cells AS (
  SELECT hospital, COALESCE(drg_version, '') AS drg_version, drg_code,
    CAST(SUM(stays) AS BIGINT) AS stays,
    CAST(SUM(los_days) AS BIGINT) AS los_days,
    CAST(SUM(cost_fen) AS BIGINT) AS cost_fen,
    CAST(SUM(deaths) AS BIGINT) AS deaths
  FROM work
  WHERE drg_code IS NOT NULL
  GROUP BY 1, 2, 3
), usual AS (
  SELECT drg_version, drg_code,
    CAST(SUM(stays) AS DOUBLE) AS stays,
    CAST(SUM(los_days) AS DOUBLE) AS los_days,
    CAST(SUM(cost_fen) AS DOUBLE) AS cost_fen,
    CAST(SUM(deaths) AS DOUBLE) AS deaths
  FROM cells
  GROUP BY drg_version, drg_code
), risks AS (
  SELECT drg_version, AVG(LN(deaths / stays)) AS mean, STDDEV_SAMP(LN(deaths / stays)) AS spread
  FROM usual
  WHERE deaths > 0
  GROUP BY drg_version
), low_risk AS (
  SELECT u.drg_version, u.drg_code
  FROM usual AS u
  JOIN risks AS r ON r.drg_version = u.drg_version
  WHERE u.deaths > 0 AND LN(u.deaths / u.stays) < r.mean - r.spread - 0.000000001
), compared AS (
  SELECT c.hospital, c.drg_version,
    COUNT(*) AS groups,
    CAST(SUM(c.stays) AS BIGINT) AS stays,
    SUM(c.los_days * u.stays / u.los_days) AS days,
    CAST(SUM(CASE WHEN u.cost_fen > 0 THEN c.stays ELSE 0 END) AS BIGINT) AS priced,
    SUM(CASE WHEN u.cost_fen > 0 THEN c.cost_fen * u.stays / u.cost_fen END) AS costs,
    CAST(SUM(CASE WHEN l.drg_code IS NOT NULL THEN c.stays ELSE 0 END) AS BIGINT) AS low_stays,
    CAST(SUM(CASE WHEN l.drg_code IS NOT NULL THEN c.deaths ELSE 0 END) AS BIGINT) AS low_deaths
  FROM cells AS c
  JOIN usual AS u ON u.drg_version = c.drg_version AND u.drg_code = c.drg_code
  LEFT JOIN low_risk AS l ON l.drg_version = c.drg_version AND l.drg_code = c.drg_code
  GROUP BY c.hospital, c.drg_version
)
SELECT 'H09' AS code, hospital, drg_version, groups AS numerator,
  CAST(NULL AS BIGINT) AS denominator, CAST(NULL AS DOUBLE) AS measure
FROM compared
UNION ALL SELECT 'H10', hospital, drg_version, NULL, stays, days / stays FROM compared
UNION ALL
SELECT 'H11', hospital, drg_version, NULL, priced, CASE WHEN priced > 0 THEN costs / priced END
FROM compared
UNION ALL SELECT 'H12', hospital, drg_version, low_deaths, low_stays, NULL FROM compared
