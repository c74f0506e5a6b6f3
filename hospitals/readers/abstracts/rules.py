"""Every rule for a row of case abstracts: what it is about, whether it refuses, and what to do.

An error refuses the file, whole. A warning is told and lets it in. Rules of one row that need no
table are SQL over the typed columns; the others are answered by hospitals/readers/abstracts/codes.
"""

from dataclasses import dataclass


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Rule:
    """column: whose cell is shown; sql: true for rows that break it, where the row alone tells."""

    code: str
    column: str
    hint: str
    sql: str = ""
    is_warning: bool = False


ROW_RULES = (
    Rule("record_missing", "record_no", _("病案号不能为空。"), "NOT has_record"),
    Rule("record_long", "record_no", _("病案号最多 50 个字符。"), "record_length > 50"),
    Rule("record_is_id", "record_no", _("病案号是 18 位身份证号。请换用病案号。"), "record_is_id"),
    Rule("stay_no", "stay_no", _("住院次数应为 1 以上的整数。"), "coalesce(stay_no, 0) < 1"),
    Rule(
        "person_key",
        "person_key",
        _("人员标识须为上传前生成的 64 位十六进制摘要。"),
        "person_malformed",
    ),
    Rule("sex", "sex", _("性别应为 1 男、2 女、0 未知或 9 未说明。"), "sex IS NULL"),
    Rule("age", "age_years", _("年龄应为 0 至 120 的整数。"), "coalesce(age_years, 999) > 120"),
    Rule(
        "age_days",
        "age_days",
        _("不足 1 岁时填 0 至 365 天，满 1 岁不填。"),
        "has_age_days AND (age_days IS NULL OR age_days > 365 OR (age_years > 0 AND age_days > 0))",
    ),
    Rule(
        "age_differs",
        "age_years",
        _("年龄与出生日期相差超过 1 岁。"),
        "abs(date_diff('year', birth_date, admit_date) - age_years) > 1",
        is_warning=True,
    ),
    Rule(
        "admission_route",
        "admission_route",
        _("入院途径应为 1 急诊、2 门诊、3 其他医疗机构转入或 9 其他。"),
        "admission_route IS NULL",
    ),
    Rule(
        "admit_date",
        "admit_date",
        _("入院日期应写成 2026-01-31 的样子，不早于 1900 年。"),
        "admit_date IS NULL OR admit_date < DATE '1900-01-01'",
    ),
    Rule(
        "discharge_date",
        "discharge_date",
        _("出院日期应写成 2026-01-31 的样子。"),
        "discharge_date IS NULL",
    ),
    Rule("dates_order", "admit_date", _("入院晚于出院。"), "admit_date > discharge_date"),
    Rule("future", "discharge_date", _("出院日期在今天之后。"), "discharge_date > today"),
    Rule("other_month", "discharge_date", _("出院日期不在本批的月份。"), "is_other_month"),
    Rule("los", "los_days", _("实际住院天数应为 1 以上的整数。"), "coalesce(los_told, 0) < 1"),
    Rule(
        "los_differs",
        "los_days",
        _("与入出院日期算出的天数不同，已按日期计算。"),
        "los_told >= 1 AND los_told <> los_days",
        is_warning=True,
    ),
    Rule("los_long", "los_days", _("住院超过 365 天，请核对。"), "los_days > 365", is_warning=True),
    Rule("dx_many", "dx_other", _("其他诊断最多 40 个。"), "len(dx_other) > 40"),
    Rule("discharge_mode", "discharge_mode", _("离院方式应为 1 至 5 或 9。"), "mode IS NULL"),
    Rule(
        "dest_missing",
        "dest_org_name",
        _("离院方式为 2 或 3 时须填拟接收机构名称。"),
        "mode IN (2, 3) AND dest_org_name IS NULL",
    ),
    Rule(
        "readmit_plan",
        "readmit_plan",
        _("31 天内再住院计划应为 1 无或 2 有。"),
        "has_readmit_plan AND readmit_plan IS NULL",
    ),
    Rule("cost", "total_cost", _("总费用应为大于 0 的数，单位为元。"), "coalesce(cost, 0) <= 0"),
    Rule("cost_high", "total_cost", _("总费用超过 500 万元，请核对。"), "cost > 5000000", True),
    Rule(
        "op_level",
        "op_level",
        _("手术级别应为 1 至 4。"),
        "has_op_level AND op_level IS NULL",
    ),
    Rule(
        "drg_part",
        "drg_code",
        _("DRG 编码、版本和权重须同时填写或都不填。"),
        "(drg_code IS NOT NULL)::INT + (drg_version IS NOT NULL)::INT + has_rw::INT NOT IN (0, 3)",
    ),
    Rule(
        "rw", "rw", _("DRG 权重应在 0.05 至 60 之间。"), "has_rw AND NOT (rw BETWEEN 0.05 AND 60)"
    ),
    Rule("totals", "org_code", _("这是合计行，未读入。"), "is_total", True),
)
# What the answers of codes.py mean; a repaired or retired code is kept beside what it stands for.
CODE_RULES = (
    Rule("org_missing", "org_code", _("机构代码不能为空。")),
    Rule("org_malformed", "org_code", _("机构代码的长度或校验位不对。")),
    Rule("org_unknown", "org_code", _("平台没有登记这个机构代码。")),
    Rule("org_other", "org_code", _("不是您可以报送的机构。")),
    Rule("residence_retired", "residence_code", _("代码已停用，已归入现行地区。"), "", True),
    Rule("residence_wide", "residence_code", _("只到市级或省级，没有区县。"), "", True),
    Rule("residence_unknown", "residence_code", _("没有这个代码，按不详计。"), "", True),
    Rule("residence_by_text", "residence_text", _("没有代码，按地址文字匹配。"), "", True),
    Rule("postcode_differs", "residence_postcode", _("邮编与现住址的省份不符。"), "", True),
    Rule("dept_unknown", "dept_out", _("本院科室表中没有这个科室。"), "", True),
    Rule("dx_missing", "dx_main", _("主要诊断不能为空。")),
    Rule("dx_malformed", "dx_main", _("不是 ICD-10 编码。")),
    Rule("dx_external", "dx_main", _("V 至 Y 的外因编码不能作主要诊断。")),
    Rule("dx_repaired", "dx_main", _("编码的写法已自动改正。"), "", True),
    Rule("dx_unmapped", "dx_main", _("编码不在已导入的诊断表中。"), "", True),
    Rule("dx_sex", "dx_main", _("诊断与性别不符。"), "", True),
    Rule("dx_other_malformed", "dx_other", _("不是 ICD-10 编码，未读入。"), "", True),
    Rule("dx_other_unmapped", "dx_other", _("编码不在已导入的诊断表中。"), "", True),
    Rule("op_malformed", "op_main", _("不是 ICD-9-CM-3 编码。")),
    Rule("op_repaired", "op_main", _("编码的写法已自动改正。"), "", True),
    Rule("op_unmapped", "op_main", _("编码不在已导入的手术操作表中。"), "", True),
    Rule("op_level_missing", "op_level", _("手术和介入须填手术级别。")),
    Rule("op_level_differs", "op_level", _("手术级别与级别表不同。"), "", True),
    Rule("dest_unknown", "dest_org_name", _("没有找到这家机构。"), "", True),
    Rule("drg_version_unknown", "drg_version", _("没有导入过这个 DRG 版本。")),
    Rule("drg_malformed", "drg_code", _("不是 DRG 编码。")),
    Rule("drg_unmapped", "drg_code", _("编码不在这个 DRG 版本中。"), "", True),
    Rule("twice", "record_no", _("同一机构、病案号和住院次数在文件中出现多次。")),
    Rule("kept_already", "record_no", _("这次住院已在其他月份的批次中。")),
    Rule("cells", "", _("这一行的列数与表头不同，或引号没有闭合。")),
)
RULES = {rule.code: rule for rule in (*ROW_RULES, *CODE_RULES)}

# What is odd about a batch as a whole. HOLD: somebody must say why it is right before it goes in.
HOLD, NOTE = "hold", "note"
BATCH_RULES = {
    "rows_differ": (
        HOLD,
        _("%(place)s %(month)s 有 %(rows)s 例，月报出院 %(other)s 人次，相差超过 2%%。"),
    ),
    "rows_jump": (HOLD, _("%(place)s %(month)s 有 %(rows)s 例，近 12 个月中位数为 %(other)s 例。")),
    "capacity": (
        HOLD,
        _("%(place)s %(month)s 住院床日 %(rows)s，超过开放床日 %(other)s 的 1.3 倍。"),
    ),
    "unknown_places": (HOLD, _("%(place)s %(month)s 现住址不详占 %(rows)s%%，超过 3%%。")),
    "out_share": (HOLD, _("%(place)s %(month)s 外省患者占 %(rows)s%%，超过 60%%。")),
    "out_share_jump": (
        HOLD,
        _("%(place)s %(month)s 外省患者占 %(rows)s%%，近 12 个月中位数为 %(other)s%%，变动过大。"),
    ),
    "unmapped": (HOLD, _("%(rows)s%% 的主要诊断不在诊断表中，超过 1%%。")),
    "no_diagnosis_table": (NOTE, _("还没有导入诊断编码表，只检查了编码的写法。")),
    "no_procedure_table": (NOTE, _("还没有导入手术操作编码表，没有手术类型和级别可核对。")),
    "totals": (NOTE, _("有 %(rows)s 行合计，没有读入。")),
}
