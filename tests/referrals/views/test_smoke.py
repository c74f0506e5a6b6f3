import pytest
from django.urls import reverse
from tests.factories import referrals as make
from referrals.states import STATES

def test_smoke(world, client):
    rows = {s: make.at_state(world, s) for s in STATES}
    for who in ("clinician", "coordinator","reviewer","receiver","desk","head"):
        client.force_login(getattr(world, who))
        for tab in ("waiting","sent","incoming","late","all"):
            r = client.get(reverse("referrals:referral-list")+f"?tab={tab}")
            assert r.status_code == 200
        for s,row in rows.items():
            r = client.get(reverse("referrals:referral-detail", args=[row.pk]))
            if who in ("receiver","desk","head") and r.status_code==404: continue
            assert r.status_code == 200, (who,s)
            for m in row.moves_for(getattr(world, who)):
                r = client.get(reverse(f"referrals:referral-{m.verb.replace('_','-')}", args=[row.pk]))
                assert r.status_code == 200, (who, s, m.verb)
            for n in ("print","reveal","check"):
                r = client.get(reverse(f"referrals:referral-{n}", args=[row.pk]))
                assert r.status_code == 200, (who,s,n)
        if who in ("clinician","coordinator"):
            assert client.get(reverse("referrals:referral-file")).status_code==200
            assert client.get(reverse("referrals:referral-edit", args=[rows["draft"].pk])).status_code==200
