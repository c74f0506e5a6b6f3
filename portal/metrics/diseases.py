"""Names of the disease groups that flow returns use; what is not here is shown by its code."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hospitals.enums import DiseaseSystem

NAMES = {
    ("MDC", "B"): gettext_noop("神经系统疾病"),
    ("MDC", "E"): gettext_noop("呼吸系统疾病"),
    ("MDC", "F"): gettext_noop("循环系统疾病"),
    ("MDC", "I"): gettext_noop("肌肉骨骼疾病"),
    ("MDC", "R"): gettext_noop("骨髓增生疾病和低分化肿瘤"),
    ("MDC", "OTH"): gettext_noop("其余大类"),
}


def name(system: str, code: str) -> str:
    if system == DiseaseSystem.ALL:
        return str(DiseaseSystem.ALL.label)
    if (system, code) in NAMES:
        return f"{system} {code} {_(NAMES[system, code])}"
    return f"{system} {code}"
