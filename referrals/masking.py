"""What people see of an identity who need not know it."""

import datetime as dt

HIDDEN = "****"


def name(text: str) -> str:
    """张三丰 → 张**; the surname stays."""
    return text[:1] + "*" * max(len(text) - 1, 1) if text else ""


def phone(text: str) -> str:
    """13812345678 → 138****5678."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else (HIDDEN if text else "")


def id_number(text: str) -> str:
    """450305199001010019 → 4503**********0019."""
    if len(text) < 12:
        return HIDDEN if text else ""
    return text[:4] + "*" * (len(text) - 8) + text[-4:]


def age_text(born: dt.date, on: dt.date) -> tuple[int, str]:
    """Age as (number, unit): unit is "day" below 28 days, "month" below two years, else "year"."""
    days = (on - born).days
    if days < 28:
        return days, "day"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return (months, "month") if months < 24 else (months // 12, "year")
