"""The closed list of reasons becomes rows; offers of before get the words of their code, and
referrals the place that only their event named.

What decided something once is never deleted: a trigger says so to whoever forgets.
"""

import datetime as dt

from django.db import migrations

from portal.models import new_id

BOTH, THERE, HERE, SYSTEM = ["destination", "origin"], ["destination"], ["origin"], ["system"]
FROM_THE_BEGINNING = dt.date(2000, 1, 1)
# code, label, sides, counts_as, comment_required
START = (
    ("no_bed", "无空床", THERE, "provider", False),
    ("no_specialty", "无相应专科", THERE, "provider", False),
    ("equipment_down", "设备故障", THERE, "provider", False),
    ("outside_scope", "超出诊疗范围", THERE, "provider", False),
    ("needs_higher_level", "建议转往上级医院", THERE, "provider", True),
    ("incomplete_documents", "资料不全", THERE, "provider", True),
    ("infection_control", "感染防控", THERE, "provider", False),
    ("payment", "费用或医保原因", BOTH, "patient", False),
    ("patient_refused", "患者拒绝", BOTH, "patient", False),
    ("patient_left", "患者自行外出就医", HERE, "patient", False),
    ("patient_chose_other", "患者选择其他医院", HERE, "patient", False),
    ("improved", "病情好转", HERE, "patient", False),
    ("not_transportable", "病情加重不宜转运", HERE, "patient", False),
    ("died", "患者死亡", SYSTEM, "patient", False),
    ("duplicate", "重复转诊", BOTH, "system", False),
    ("raised_in_error", "填写错误", HERE, "system", False),
    ("other", "其他", BOTH, "system", True),
)

KEEP = """
CREATE FUNCTION referrals_keep_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reason is ended, never deleted'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_is_kept';
END $$;
CREATE TRIGGER reason_is_kept BEFORE DELETE ON referrals_reasoncode
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_reasons();
"""
FORGET = """
DROP TRIGGER reason_is_kept ON referrals_reasoncode;
DROP FUNCTION referrals_keep_reasons();
"""


def load(apps, schema_editor):
    rows = apps.get_model("referrals", "ReasonCode")
    names = ("code", "label", "sides", "counts_as", "comment_required")
    for rank, said in enumerate(START, start=1):
        fields = dict(zip(names, said, strict=True))
        rows.objects.create(id=new_id(), rank=rank, since=FROM_THE_BEGINNING, **fields)
    offers = apps.get_model("referrals", "ReferralOffer")
    for code, label, *_rest in START:
        offers.objects.filter(reason_code=code, reason_label="").update(reason_label=label)
    referrals = apps.get_model("referrals", "Referral")
    ends = apps.get_model("referrals", "ReferralEvent").objects.filter(action="finish_treatment")
    for end in ends.exclude(payload__receiving_organisation="").iterator():
        place = end.payload.get("receiving_organisation", "")[:128]
        referrals.objects.filter(pk=end.referral_id).update(receiving_organisation=place)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0023_coded_reasons_as_rows")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(KEEP, FORGET),
    ]
