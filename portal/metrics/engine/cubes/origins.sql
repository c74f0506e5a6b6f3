-- Of stays: whence the stays of each hospital came, by chapter.
SELECT hospital, residence, chapter, COUNT(*) AS stays
FROM stays
GROUP BY 1, 2, 3
