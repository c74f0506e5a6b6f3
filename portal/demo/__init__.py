"""The demo: organisations under their printed names, everything else invented and marked so.

Loading twice adds nothing. `up` prints demo_accounts(); larger parts are listed in rest.py.
"""

from portal.demo.accounts import demo_accounts

__all__ = ["demo_accounts"]
