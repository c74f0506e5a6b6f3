-- What must never be found, whatever was killed when. Each query names the rows that break its law.

-- A referral is in the state in which its last event left it.
SELECT r.number || ': ' || r.state || ', but the last event says ' || e.to_state
FROM referrals_referral r JOIN referrals_referralevent e
  ON e.referral_id = r.id AND e.seq = r.event_count
WHERE e.to_state <> r.state;

-- Events are numbered from 1 to the referral's count, without a gap.
SELECT r.number || ': ' || r.event_count || ' events, numbers ' || coalesce(
  string_agg(e.seq::text, ' ' ORDER BY e.seq), 'none')
FROM referrals_referral r LEFT JOIN referrals_referralevent e ON e.referral_id = r.id
GROUP BY r.id HAVING count(e.seq) <> r.event_count OR max(e.seq) IS DISTINCT FROM r.event_count
  OR min(e.seq) IS DISTINCT FROM 1;

-- Each event begins where the one before it ended, and the first is the making.
SELECT r.number || ' event ' || step.seq || ': from ' || step.from_state
FROM (
  SELECT referral_id, seq, action, from_state,
    lag(to_state, 1, '') OVER (PARTITION BY referral_id ORDER BY seq) AS ended
  FROM referrals_referralevent
) AS step JOIN referrals_referral r ON r.id = step.referral_id
WHERE step.from_state <> step.ended OR (step.seq = 1) <> (step.action = 'create');

-- Every event raised the version.
SELECT r.number || ': version ' || r.version || ' after ' || r.event_count || ' events'
FROM referrals_referral r WHERE r.version < r.event_count;

-- Every event stands in the audit trail.
SELECT r.number || ' event ' || e.seq || ': ' || e.action
FROM referrals_referralevent e JOIN referrals_referral r ON r.id = e.referral_id
WHERE NOT EXISTS (
  SELECT FROM portal_auditevent a
  WHERE a.target_label = 'referrals.referral' AND a.target_id = e.referral_id::text
    AND a.verb = 'referral.' || e.action
    AND (e.action = 'create' OR (a.detail ->> 'seq')::integer = e.seq));

-- A person's move names who made it; only the system acts without a name.
SELECT r.number || ' event ' || e.seq || ': ' || e.action
FROM referrals_referralevent e JOIN referrals_referral r ON r.id = e.referral_id
WHERE e.actor_id IS NULL AND e.side <> 'system' AND e.action <> 'acknowledge';

-- A patient belongs to one referral or one service request, of the same hospital.
SELECT p.id::text || ': ' || coalesce(string_agg(of.number, ', '), 'of nothing')
FROM referrals_patient p LEFT JOIN (
  SELECT patient_id, number, origin_id FROM referrals_referral
  UNION ALL SELECT patient_id, number, origin_id FROM referrals_servicerequest
) AS of ON of.patient_id = p.id
GROUP BY p.id HAVING count(of.number) <> 1 OR min(of.origin_id::text) <> p.hospital_id::text;

-- A service request is where its last event left it, and its report is late while it is awaited.
SELECT s.number || ': ' || s.state
FROM referrals_servicerequest s LEFT JOIN referrals_serviceevent e
  ON e.service_id = s.id AND e.seq = s.event_count
WHERE e.to_state IS DISTINCT FROM s.state
  OR (s.due_at IS NOT NULL) <> (s.state IN ('requested', 'received', 'in_progress'));

-- A child is in the chain of its parent.
SELECT c.number FROM referrals_referral c JOIN referrals_referral p ON p.id = c.parent_id
WHERE c.chain_id <> p.chain_id;

-- An ended referral has no running clock, no held bed and no open question.
SELECT r.number || ': ' || what.name
FROM referrals_referral r CROSS JOIN LATERAL (
  SELECT 'clock ' || t.kind FROM referrals_timer t
    WHERE t.referral_id = r.id AND t.ended_at IS NULL
  UNION ALL SELECT 'bed or seat' FROM referrals_bedreservation b
    WHERE b.referral_id = r.id AND b.released_at IS NULL
  UNION ALL SELECT 'offer ' || o.seq FROM referrals_referraloffer o
    WHERE o.referral_id = r.id AND o.state = 'open'
) AS what(name) WHERE r.closed_at IS NOT NULL;

-- What was accepted says by whom and when.
SELECT r.number || ' offer ' || o.seq
FROM referrals_referraloffer o JOIN referrals_referral r ON r.id = o.referral_id
WHERE o.state = 'accepted' AND (o.decided_by_id IS NULL OR o.decided_at IS NULL);

-- The hospital that accepted is the destination.
SELECT r.number || ' offer ' || o.seq
FROM referrals_referraloffer o JOIN referrals_referral r ON r.id = o.referral_id
WHERE o.state = 'accepted' AND o.hospital_id IS DISTINCT FROM r.destination_id;

-- Who waits is asking, who was promised a place has one promise, and nobody else has either.
SELECT r.number || ': ' || r.state || ', ' || offers.open || ' asked, ' || offers.accepted
  || ' promised'
FROM referrals_referral r CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE o.state = 'open') AS open,
    count(*) FILTER (WHERE o.state = 'accepted') AS accepted
  FROM referrals_referraloffer o WHERE o.referral_id = r.id
) AS offers CROSS JOIN LATERAL (
  SELECT CASE r.state WHEN 'cancel_requested' THEN r.state_before ELSE r.state END
) AS here(state)
WHERE NOT CASE
  WHEN here.state IN ('submitted', 'received', 'info_requested', 'waitlisted')
    THEN offers.open > 0 AND offers.accepted = 0
  WHEN here.state IN ('accepted', 'scheduled', 'arrived', 'admitted')
    THEN offers.open = 0 AND offers.accepted = 1
  WHEN here.state IN ('in_transit', 'no_show') THEN offers.open + offers.accepted = 1
  WHEN here.state IN ('treated', 'completed')
    THEN offers.open = 0 AND offers.accepted = CASE WHEN r.is_advice THEN 0 ELSE 1 END
  ELSE offers.open + offers.accepted = 0 END;

-- No more beds are taken than open, but for those that somebody answers for.
SELECT p.id::text || ': ' || p.occupied_beds || ' and ' || p.held_beds || ' of ' || p.open_beds
FROM hospitals_bedpool p
WHERE least(p.occupied_beds, p.held_beds, p.excess_beds) < 0
  OR p.occupied_beds + p.held_beds > p.open_beds + p.excess_beds;

-- As many beds and seats are counted as held as reservations hold.
SELECT p.id::text || ': ' || p.held_beds || ' held, found ' || count(b.id)
FROM hospitals_bedpool p LEFT JOIN referrals_bedreservation b
  ON b.pool_id = p.id AND b.released_at IS NULL AND b.occupied_at IS NULL
GROUP BY p.id HAVING count(b.id) <> p.held_beds
UNION ALL
SELECT s.id::text || ': ' || s.booked_quota || ' and ' || s.booked_outside || ' seats, found '
  || count(b.id)
FROM hospitals_clinicslot s LEFT JOIN referrals_bedreservation b
  ON b.slot_id = s.id AND (b.released_at IS NULL OR b."end" = 'attended')
GROUP BY s.id HAVING count(b.id) FILTER (WHERE b.from_quota) <> s.booked_quota
  OR count(b.id) FILTER (WHERE NOT b.from_quota) <> s.booked_outside;

-- A bed or seat is kept at the destination.
SELECT r.number || ': kept elsewhere'
FROM referrals_bedreservation b JOIN referrals_referral r ON r.id = b.referral_id
LEFT JOIN hospitals_bedpool p ON p.id = b.pool_id
LEFT JOIN hospitals_clinicslot s ON s.id = b.slot_id
JOIN hospitals_department d ON d.id = coalesce(p.department_id, s.department_id)
WHERE b.released_at IS NULL AND d.hospital_id IS DISTINCT FROM r.destination_id;

-- A delivered message lies once in every inbox that it names.
SELECT m.key || ': ' || who.id
FROM portal_outboxmessage m CROSS JOIN LATERAL jsonb_array_elements_text(m.recipient_ids) AS who(id)
WHERE m.delivered_at IS NOT NULL AND (
  SELECT count(*) FROM portal_notice n
  WHERE n.message_id = m.id AND n.recipient_id = who.id::uuid) <> 1;

-- Nobody has a notice that nobody owes.
SELECT m.key || ': ' || n.recipient_id
FROM portal_notice n JOIN portal_outboxmessage m ON m.id = n.message_id
WHERE m.delivered_at IS NULL OR NOT m.recipient_ids ? n.recipient_id::text;

-- A key that was claimed has its reply.
SELECT k.id::text FROM portal_requestkey k WHERE k.status IS NULL;

-- A batch of flows holds as many rows as it says.
SELECT b.file_name || ': ' || b.row_count || ', found ' || count(f.batch_id)
FROM hospitals_importbatch b LEFT JOIN hospitals_flowreturn f ON f.batch_id = b.id
WHERE b.kind = 'flows'
GROUP BY b.id HAVING count(f.batch_id) <> b.row_count;

-- The files of a batch of abstracts that came in hold as many stays as it says.
SELECT b.file_name || ': ' || b.row_count || ', found ' || COALESCE(sum(f.rows), 0)
FROM hospitals_importbatch b LEFT JOIN hospitals_abstractfile f ON f.batch_id = b.id
WHERE b.kind = 'abstracts' AND b.state IN ('current', 'replaced')
GROUP BY b.id HAVING COALESCE(sum(f.rows), 0) <> b.row_count;
