"""Users, without cleverness."""

from itertools import count

from portal.models import User

_numbers = count(1)


def user(**fields):
    number = next(_numbers)
    defaults = {"username": f"user{number}", "display_name": f"测试员{number}"}
    return User.objects.create(**(defaults | fields))
