"""Migrations of many tables in the time of one."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Steps of one kind, such as new tables or new fields, whose models are rendered once.

    Each step runs as if all of them had been described already, so they must not undo each other.
    Django renders every neighbour of a model again after each step, which took most of a first
    start's time.
    """

    def __init__(self, *steps):
        self.steps = steps

    @property
    def reversible(self):
        return all(step.reversible for step in self.steps)

    def state_forwards(self, app_label, state):
        # The models are rendered when they are next asked for.
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(step.describe() for step in self.steps)
