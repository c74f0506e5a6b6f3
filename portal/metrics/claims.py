"""Published claims about outflow: what somebody wrote, kept apart from what we measured."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Claim:
    """A statement with its printed words; a claim without a number stays without one."""

    code: str
    region_code: str
    quote: str
    source: str
    kind: str
    flaw: str


CLAIMS = (
    Claim(
        code="F06",
        region_code="520000",
        quote="跨省流出住院患者下降幅度全国最大",
        source="S1",
        kind=_("名次，无数值"),
        flaw=_("没有数值、基期年和数据年份，无法核对。"),
    ),
)


def about(region_codes):
    """The claims about a region or one that it lies in."""
    return [claim for claim in CLAIMS if claim.region_code in region_codes]
