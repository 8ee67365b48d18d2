from django.http import Http404

from . import paydesk
from .models import TopUp


def own_payment(user, payment_id):
    """A payment of this user. The API key may read everybody's: whose it is is for the shop to check."""
    payment = paydesk.get(f"/payments/{payment_id}")
    # The id of a TopUp, because the API key alone creates payments here. A second transfer to the same address is a
    # payment of its own, without an order id.
    if payment["orderId"] is None or not TopUp.objects.filter(id=payment["orderId"], user=user).exists():
        raise Http404
    return payment
