-- Of stays: how often each person was treated outside of the province of residence.
SELECT s.residence, s.person_key, COUNT(*) AS stays
FROM stays AS s
JOIN hospitals AS h ON h.hospital = s.hospital
JOIN divisions AS d ON d.division = s.residence
WHERE d.province <> h.province
GROUP BY 1, 2
