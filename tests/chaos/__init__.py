"""make chaos: people file and move referrals over HTTP while every process is killed in turn.

Each client keeps a ledger of what was acknowledged to it. Afterwards the ledger and the database
are compared: nothing lost, nothing doubled, every notice once, no law of the rows broken.
"""
