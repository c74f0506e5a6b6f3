"""What the forms of all moves have in common: one referral, one person, a word beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.fields import LongTextField, MomentField, with_blank
from referrals.models import ReasonCode

NOTE = _("说明")


def note(label=NOTE, *, required=False, **options):
    return LongTextField(label=label, required=required, max_length=1000, **options)


def fill_in(form, name):
    """Ask for a field that is optional otherwise."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, _("请填写此项。"))


class MoveForm(forms.Form):
    """A form about one referral, filled in by one person."""

    def __init__(self, data=None, *, referral, user, **options):
        super().__init__(data, label_suffix="", **options)
        self.referral, self.user = referral, user
        self.scope()

    def scope(self):
        """Narrow choices and set first values by referral and person."""

    def happened(self):
        """When it happened, if not now."""
        return None


class HappenedForm(MoveForm):
    """A move that may be put on record after it happened."""

    happened_at = MomentField(
        label=_("发生时间"), required=False, help_text=_("不填即为现在；补记时填写实际时间。")
    )

    def happened(self):
        return self.cleaned_data.pop("happened_at", None)


class NoteForm(MoveForm):
    """A move that asks for nothing but, perhaps, a word."""

    note = note()


class ReasonForm(MoveForm):
    """A coded reason of one side; some codes ask for a word."""

    side = None

    reason_code = forms.ChoiceField(label=_("原因"))
    note = note(help_text=_("选择“其他”等标有*的原因时必填。"))

    def scope(self):
        rows = ReasonCode.objects.visible_to(self.user).for_side(self.side).valid_on()
        self.reasons = {row.code: row for row in rows}
        self.fields["reason_code"].choices = with_blank(
            (row.code, f"{row.words}{' *' if row.comment_required else ''}")
            for row in self.reasons.values()
        )

    def clean(self):
        reason = self.reasons.get(self.cleaned_data.get("reason_code"))
        if reason and reason.comment_required:
            fill_in(self, "note")
        return self.cleaned_data
