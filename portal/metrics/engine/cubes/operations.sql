-- Of stays: those with an operation or intervention, by its grade and its way where these are told.
SELECT hospital, op_level, is_minimally_invasive, COUNT(*) AS stays
FROM stays
WHERE op_kind IN (1, 2)
GROUP BY 1, 2, 3
