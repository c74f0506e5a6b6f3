-- Stays out of cells, every attribute from a hash of seed, cell and number: the same seed, the same
-- file. Placeholders: month, days, seed, version. Tables: cells, mix, hospitals.
WITH numbered AS (
  SELECT c.*, unnest(range(c.stays)) AS number FROM cells AS c
), diced AS (
  SELECT n.*, hash({seed}, '{month}', n.cell, n.number) AS stay_key,
    list_transform(range(14), lambda k: (hash({seed}, '{month}', n.cell, n.number, k) % 1000000) / 1e6) AS u
  FROM numbered AS n
), shaped AS (
  SELECT d.*, m.chapter, m.diagnoses, m.procedures, m.groups, h.hospital, h.surgery,
    DATE '{month}' + CAST(floor(u[1] * {days}) AS INTEGER) AS discharge_date,
    CAST(least(180, CASE WHEN u[2] < 0.03 THEN 0
      ELSE greatest(1, round(exp(1.82 + 1.3 * (u[2] + u[3] + u[4] - 1.5)))) END) AS INTEGER) AS stayed,
    u[5] < 0.92 AS is_grouped,
    u[6] < h.surgery AS is_operated
  FROM diced AS d
  JOIN mix AS m ON m.disease = d.disease
  JOIN hospitals AS h ON h.county = d.destination
)
SELECT
  hospital,
  stay_key,
  CASE WHEN u[7] < 0.97
    THEN hash({seed}, origin, disease, CAST(floor(u[8] * stays * 11) AS INTEGER)) END AS person_key,
  CASE WHEN disease IN ('N', 'O') THEN 2 WHEN disease = 'M' THEN 1 WHEN u[9] < 0.51 THEN 1 ELSE 2 END
    AS sex,
  CASE WHEN disease = 'P' THEN 0 WHEN disease = 'O' THEN 20 + floor(u[10] * 22)
    ELSE floor(2 + 90 * sqrt(u[10])) END AS age_years,
  CASE WHEN disease = 'P' THEN floor(u[10] * 28) END AS age_days,
  CASE WHEN u[11] < 0.012 THEN 999999 ELSE origin END AS residence_code,
  CASE WHEN u[11] < 0.012 THEN 999999 ELSE origin END AS residence,
  CASE WHEN u[12] < 0.24 THEN 1 WHEN u[12] < 0.95 THEN 2 WHEN u[12] < 0.98 THEN 3 ELSE 9 END
    AS admission_route,
  discharge_date - stayed AS admit_date,
  discharge_date,
  greatest(1, stayed) AS los_days,
  CASE WHEN is_operated THEN '外科' ELSE '内科' END AS dept_in,
  CASE WHEN is_operated THEN '外科' ELSE '内科' END AS dept_out,
  diagnoses[1 + CAST(floor(u[13] * len(diagnoses)) AS INTEGER)] AS dx_main,
  chapter,
  CASE WHEN u[14] < 0.4 THEN [diagnoses[1 + CAST(floor(u[14] * 2.5 * len(diagnoses)) AS INTEGER)]]
    ELSE [] END AS dx_other,
  CASE WHEN is_operated OR u[6] > 0.85
    THEN procedures[1 + CAST(floor(u[9] * len(procedures)) AS INTEGER)] END AS op_main,
  CASE WHEN is_operated THEN CASE WHEN u[10] < 0.82 THEN 1 ELSE 2 END
    WHEN u[6] > 0.93 THEN 3 WHEN u[6] > 0.85 THEN 4 END AS op_kind,
  CASE WHEN is_operated THEN CASE WHEN u[14] < 0.16 THEN 4 WHEN u[14] < 0.48 THEN 3
    WHEN u[14] < 0.82 THEN 2 WHEN u[14] < 0.98 THEN 1 END END AS op_level,
  CASE WHEN is_operated AND u[13] < 0.97 THEN u[12] < 0.29 END AS is_minimally_invasive,
  CASE WHEN u[3] < 0.905 THEN 1 WHEN u[3] < 0.925 THEN 2 WHEN u[3] < 0.935 THEN 3
    WHEN u[3] < 0.987 THEN 4 WHEN u[3] < 0.993 THEN 5 ELSE 9 END AS discharge_mode,
  NULL AS dest_hospital,
  CASE WHEN u[4] < 0.93 THEN 1 WHEN u[4] < 0.98 THEN 2 END AS readmit_plan,
  CAST(round(greatest(1, stayed) * 90000 * exp(1.2 * (u[7] - 0.4))) AS BIGINT)
    + CASE WHEN is_operated THEN 850000 ELSE 0 END AS cost_fen,
  CASE WHEN is_grouped THEN groups[1 + CAST(floor(u[13] * len(groups)) AS INTEGER)] END AS drg_code,
  CASE WHEN is_grouped THEN '{version}' END AS drg_version,
  CASE WHEN is_grouped THEN 3000 + CAST(
    hash('{version}', disease, CAST(floor(u[13] * len(groups)) AS INTEGER)) % 40000 AS INTEGER) END AS rw_e4
FROM shaped
