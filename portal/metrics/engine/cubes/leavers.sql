-- Of stays: how often each person was treated outside of the province of residence. Said as a
-- difference: of two unlike columns an engine would first pair all hospitals with all divisions.
SELECT s.residence, s.person_key, COUNT(*) AS stays
FROM stays AS s
JOIN hospitals AS h ON h.hospital = s.hospital
JOIN divisions AS d ON d.division = s.residence
WHERE CAST(d.province AS BIGINT) - h.province <> 0
GROUP BY 1, 2
