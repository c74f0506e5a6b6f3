"""Every periodic job, on one page."""

BEAT_SCHEDULE = {
    "relay-outbox": {"task": "portal.relay_outbox", "schedule": 1.0},
    "sweep-overdue": {"task": "referrals.sweep_overdue", "schedule": 30.0},
    "sweep-services": {"task": "referrals.sweep_services", "schedule": 60.0},
    "sweep-owed": {"task": "referrals.sweep_owed", "schedule": 300.0},
    "write-exports": {"task": "lists.write_exports", "schedule": 5.0},
    "note-worker": {"task": "portal.note_heartbeat", "schedule": 20.0, "args": ("worker",)},
    "note-press": {
        "task": "portal.note_heartbeat",
        "schedule": 20.0,
        "args": ("pdf",),
        "options": {"queue": "pdf"},
    },
    "purge": {"task": "portal.purge", "schedule": 3600.0},
    "inspect-documents": {"task": "portal.inspect_documents", "schedule": 5.0},
    "sweep-documents": {"task": "portal.sweep_documents", "schedule": 1800.0},
    "queue-prints": {"task": "referrals.queue_prints", "schedule": 2.0},
    "purge-prints": {"task": "referrals.purge_prints", "schedule": 900.0},
    "purge-discarded": {"task": "referrals.purge_discarded", "schedule": 3600.0},
    "read-batches": {"task": "hospitals.read_batches", "schedule": 2.0},
    "sweep-facts": {"task": "hospitals.sweep_facts", "schedule": 3600.0},
    "remind-reports": {"task": "hospitals.remind_reports", "schedule": 3600.0},
    "warn-of-certificates": {"task": "experts.warn_of_certificates", "schedule": 3600.0},
    "compute-figures": {"task": "metrics.compute_stale", "schedule": 15.0},
    "queue-units": {"task": "metrics.queue_units", "schedule": 15.0},
    "sweep-cubes": {"task": "metrics.sweep_cubes", "schedule": 3600.0},
}
