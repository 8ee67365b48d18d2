"""The views of the guide, with the desk in the place of the models. The README shows them side by side."""

import uuid

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from . import paydesk
from .models import ITEMS, Order, TopUp
from .own_payment import own_payment


@require_GET
def account(request):
    if not request.user.is_authenticated:
        return render(request, "sign_in.html")
    own = {"userExternalId": paydesk.external_id(request.user)}
    balances = paydesk.get("/balances", **own)["data"]
    return render(request, "account.html", {
        "balance": balances[0] if balances else {"balanceDisplay": "$0.00 USD"},
        "transactions": paydesk.get("/transactions", **own, sort="-createdAt", perPage=10)["data"],
        "currencies": paydesk.get("/currencies", isActive="true")["data"],
        "items": ITEMS.items(),
        "orders": Order.objects.filter(user=request.user),
        "top_ups": TopUp.objects.filter(user=request.user).order_by("-created_at"),
        # Made with the form: when it is sent twice, the desk answers with the same payment.
        "top_up_id": uuid.uuid4(),
        "withdrawal_id": uuid.uuid4(),
    })


@require_POST
def sign_in(request):
    """A real project has passwords, and calls `desk_user` when someone signs up."""
    name = request.POST.get("name", "").strip()
    if not name:
        return message(request, 400, "name is missing.")
    user, _is_new = get_user_model().objects.get_or_create(username=name)
    desk_user(user)
    login(request, user)
    return redirect("account")


@login_required
@require_POST
def create_deposit(request):
    top_up_id = field(request, "topUpId")
    payment = paydesk.post(
        "/payments",
        {
            "userExternalId": paydesk.external_id(request.user),
            "amountUsd": field(request, "amountUsd"),
            "currencyCode": field(request, "currencyCode"),
            "description": f"Deposit by {request.user.get_username()}",
            "orderId": top_up_id,
        },
        idempotency_key=f"top-up:{request.user.pk}:{top_up_id}",
    )
    # After a crash here no one has seen where to pay; the form sent again goes on.
    TopUp.objects.get_or_create(
        id=top_up_id, defaults={"user": request.user, "amount_usd": payment["amountUsd"]}
    )
    return redirect("payment_detail", payment_id=payment["id"])


@login_required
@require_GET
def payment_detail(request, payment_id):
    payment = own_payment(request.user, payment_id)
    return render(request, "payment_detail.html", {"payment": payment})


@login_required
@require_POST
def add_order(request):
    item = field(request, "item")
    if item not in ITEMS:
        return message(request, 404, "We do not sell that.")
    Order.objects.create(user=request.user, item=item, price_usd=ITEMS[item])
    return redirect("account")


@require_POST
def pay_order(request, order_id):
    order = own_order(request, order_id)
    if order.status == "open":
        # The key is the order's: two clicks, or a click after a crash, charge once.
        charge = paydesk.post(
            "/charges",
            {
                "userExternalId": paydesk.external_id(order.user),
                "amountUsd": str(order.price_usd),
                "description": order.item,
                "orderId": str(order.id),
            },
            idempotency_key=f"charge:{order.id}",
        )
        Order.objects.filter(id=order.id, status="open").update(status="paid", charge_id=charge["id"])
    return redirect("account")


@require_POST
def refund_order(request, order_id):
    order = own_order(request, order_id)
    if order.status == "paid":
        paydesk.post(
            "/refunds",
            {"chargeId": str(order.charge_id), "description": f"Refund: {order.item}", "orderId": str(order.id)},
            idempotency_key=f"refund:{order.id}",
        )
        Order.objects.filter(id=order.id, status="paid").update(status="refunded")
    return redirect("account")


@login_required
@require_POST
def request_withdrawal(request):
    """The amount is held at once; staff approve and send it in the desk's admin app. Needs `withdrawals.create`."""
    withdrawal_id = field(request, "withdrawalId")
    withdrawal = paydesk.post(
        "/withdrawals",
        {
            "userExternalId": paydesk.external_id(request.user),
            "amountUsd": field(request, "amountUsd"),
            "currencyCode": field(request, "currencyCode"),
            "walletAddress": field(request, "walletAddress"),
            "orderId": withdrawal_id,
        },
        idempotency_key=f"withdrawal:{request.user.pk}:{withdrawal_id}",
    )
    amount, fees = withdrawal["finalAmountUsd"], withdrawal["totalFeeUsd"]
    return message(request, 200, f"{amount} USD will be sent once it is approved; fees are {fees} USD.")


@require_GET
def paydesk_token(request):
    """For a page whose script asks the desk itself: opens this customer's balance, for 15 minutes."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    user = desk_user(request.user)
    made = paydesk.post(f"/users/{user['id']}/tokens", {"ttlSeconds": 900, "scopes": ["balances.read"]})
    body = {"url": settings.PAYDESK_URL, "token": made["token"], "expiresAt": made["expiresAt"]}
    return JsonResponse(body, headers={"Cache-Control": "no-store"})


def desk_user(user):
    """The desk's user of a user: made, or updated."""
    return paydesk.post("/users", {"externalId": paydesk.external_id(user), "username": user.get_username()})


def own_order(request, order_id):
    if not request.user.is_authenticated:
        raise Http404
    return get_object_or_404(Order, id=order_id, user=request.user)


def field(request, name):
    value = request.POST.get(name, "").strip()
    if not value:
        raise BadRequest(f"{name} is missing")
    return value


def message(request, status, text):
    return render(request, "message.html", {"text": text}, status=status)
