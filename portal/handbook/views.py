"""Pages that explain: printed from the same tables that the portal obeys."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.handbook import diagram, states


def referral_states(request):
    """Every state and every move of a referral."""
    context = {
        "title": _("转诊状态与动作"),
        "states": states.state_rows(),
        "moves": states.move_rows(),
        "systems": states.SYSTEMS.values(),
        "elsewhere": states.elsewhere_rows(),
        "boxes": diagram.boxes().values(),
        "arrows": diagram.arrows(),
        "width": diagram.width(),
        "height": diagram.height(),
    }
    return render(request, "handbook/referral_states.html", context)
