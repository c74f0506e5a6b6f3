"""What invented patients suffer from: a diagnosis with its code, department and a short story."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """ages: youngest and oldest, in years. Department names are those of portal.demo."""

    code: str
    diagnosis: str
    department: str
    ages: tuple[int, int]
    summary: str
    purpose: str = "continued_treatment"


CASES = (
    Case("I63.9", "脑梗死", "神经内科", (45, 88), "突发一侧肢体无力伴言语不清。"),
    Case("I61.9", "脑出血", "神经内科", (42, 85), "头痛呕吐，头颅CT示脑出血。"),
    Case("I21.9", "急性心肌梗死", "心血管内科", (40, 86), "持续胸痛，心电图ST段抬高。", "surgery"),
    Case("I20.0", "不稳定性心绞痛", "心血管内科", (45, 84), "反复活动后胸痛。", "examination"),
    Case("I50.9", "心力衰竭", "心血管内科", (50, 90), "气促、双下肢水肿。"),
    Case("C34.9", "肺恶性肿瘤", "肿瘤科", (40, 82), "胸部CT示右肺占位。", "surgery"),
    Case("C22.0", "肝细胞癌", "肿瘤科", (35, 78), "超声示肝占位，甲胎蛋白升高。", "surgery"),
    Case("C50.9", "乳腺恶性肿瘤", "肿瘤科", (32, 75), "乳腺肿块穿刺病理阳性。", "surgery"),
    Case("C16.9", "胃恶性肿瘤", "肿瘤科", (38, 80), "胃镜活检病理示腺癌。", "surgery"),
    Case("S72.0", "股骨颈骨折", "骨科", (55, 92), "跌倒后髋部疼痛、活动受限。", "surgery"),
    Case("M51.2", "腰椎间盘突出", "骨科", (28, 72), "腰痛伴下肢放射痛，保守治疗无效。", "surgery"),
    Case("T07", "多发性损伤", "急诊医学科", (16, 70), "车祸伤，生命体征尚稳。", "surgery"),
    Case("T63.0", "蛇毒中毒", "急诊医学科", (12, 78), "田间劳作被蛇咬伤，患肢肿胀。"),
    Case("J18.9", "肺炎", "儿科", (1, 12), "发热咳嗽五天，胸片示肺部阴影。"),
    Case("P07.3", "早产儿", "儿科", (0, 0), "孕三十二周早产，呼吸急促。"),
    Case("Q21.1", "房间隔缺损", "儿科", (1, 10), "体检发现心脏杂音，彩超示缺损。", "surgery"),
    Case("O14.1", "重度子痫前期", "妇产科", (20, 42), "孕三十四周，血压持续升高。"),
    Case("D25.9", "子宫平滑肌瘤", "妇产科", (30, 52), "经量增多，超声示子宫肌瘤。", "surgery"),
    Case("K80.2", "胆囊结石", "外科", (25, 75), "右上腹痛反复发作。", "surgery"),
    Case("K35.8", "急性阑尾炎", "外科", (10, 70), "转移性右下腹痛一天。", "surgery"),
    Case("E11.9", "2型糖尿病", "内科", (35, 85), "血糖控制不佳，伴视物模糊。", "examination"),
    Case("N18.9", "慢性肾脏病", "内科", (30, 82), "肌酐进行性升高。", "consultation"),
    Case("K92.2", "消化道出血", "内科", (30, 84), "黑便三天，血红蛋白下降。", "examination"),
    Case("J44.1", "慢性阻塞性肺疾病急性加重", "内科", (50, 90), "咳喘加重，血氧下降。"),
)
DOWN_CASES = (
    Case(
        "I69.3", "脑梗死后遗症", "康复医学科", (45, 88), "病情平稳，需继续康复。", "rehabilitation"
    ),
    Case("Z48.8", "术后康复", "康复医学科", (30, 85), "术后恢复平稳。", "rehabilitation"),
)
