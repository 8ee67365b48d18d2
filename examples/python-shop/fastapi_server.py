"""The shop with FastAPI and httpx: uvicorn fastapi_server:app --port 4000"""

import asyncio
import logging
import os
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import httpx
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from messages import message_for
from pages import account_page, message_page, sign_in_page
from paydesk import TIMEOUT_SECONDS, PaydeskError, error_from, headers_for, pause_before
from store import ITEMS, Store
from webhook import WebhookRefused, verify_webhook

log = logging.getLogger("uvicorn.error")
DESK_URL = os.environ["PAYDESK_URL"]
# While a secret is rotated both, with a space between them.
WEBHOOK_SECRETS = os.environ["PAYDESK_WEBHOOK_SECRETS"].split(" ")
# SQLite answers within microseconds; with a database across a network use its asynchronous driver.
store = Store(os.environ.get("SHOP_DATABASE", "shop.sqlite"))


class AsyncPaydesk:
    """The desk over REST, as in paydesk.py, without blocking a thread."""

    def __init__(self, url, api_key):
        self.api_key = api_key
        self.client = httpx.AsyncClient(base_url=url.rstrip("/") + "/api/v1", timeout=TIMEOUT_SECONDS)

    async def get(self, path, **query):
        return await self._call("GET", path, may_repeat=True, params=query)

    async def post(self, path, body, idempotency_key=None):
        """With a key a call that got no answer is sent again: the desk acts once. Without one nothing is repeated."""
        return await self._call("POST", path, key=idempotency_key, may_repeat=idempotency_key is not None, json=body)

    async def _call(self, method, path, *, key=None, may_repeat, **content):
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._send(method, path, headers=headers_for(self.api_key, key), **content)
            except PaydeskError as error:
                pause = pause_before(attempt, error, may_repeat=may_repeat)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    async def _send(self, method, path, **request):
        try:
            answer = await self.client.request(method, path, **request)
        except httpx.TransportError as error:
            raise PaydeskError("NETWORK", str(error)) from error
        if answer.is_success:
            return answer.json()
        raise error_from(answer.status_code, answer.headers, answer.content)


desk = AsyncPaydesk(DESK_URL, os.environ["PAYDESK_API_KEY"])


@asynccontextmanager
async def lifespan(_app):
    yield
    await desk.client.aclose()


app = FastAPI(lifespan=lifespan)


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status
        self.text = text


@app.exception_handler(Refused)
async def refused(_request, refusal):
    return HTMLResponse(message_page(refusal.text), refusal.status)


@app.exception_handler(PaydeskError)
async def paydesk_failed(_request, error):
    status, text = message_for(error)
    if status >= 500:
        log.error("the desk: %s", error)
    return HTMLResponse(message_page(text), status)


def customer_or_none(request: Request):
    return store.customer_of_session(request.cookies.get("session", ""))


def signed_in(request: Request):
    customer = customer_or_none(request)
    if customer is None:
        raise Refused(401, "Sign in first.")
    return customer


def order_of(order_id: str, customer=Depends(signed_in)):
    order = store.order_of(customer["id"], order_id)
    if order is None:
        raise Refused(404, "You have no such order.")
    return order


async def form(request: Request):
    """A form of plain fields; every field is required."""
    return Form(parse_qsl((await request.body()).decode("utf-8", "replace")))


class Form(dict):
    def __missing__(self, name):
        raise Refused(400, f"{name} is missing.")


def to(location):
    return RedirectResponse(location, status_code=303)


async def desk_user(customer):
    """The desk's user of a customer: made, or updated."""
    return await desk.post("/users", {"externalId": customer["id"], "username": customer["name"]})


@app.get("/", response_class=HTMLResponse)
async def account(customer=Depends(customer_or_none)):
    if customer is None:
        return sign_in_page()
    # With `userExternalId` the desk finds its user by the shop's own id.
    own = {"userExternalId": customer["id"]}
    balances, transactions, currencies = await asyncio.gather(
        desk.get("/balances", **own),
        desk.get("/transactions", **own, sort="-createdAt", perPage=10),
        desk.get("/currencies", isActive="true"),
    )
    return account_page(
        customer,
        balance=balances["data"][0]["balanceDisplay"] if balances["data"] else "$0.00 USD",
        transactions=transactions["data"],
        currencies=currencies["data"],
        orders=store.orders_of(customer["id"]),
        top_ups=store.top_ups_of(customer["id"]),
    )


@app.post("/sign-in")
async def sign_in(fields=Depends(form)):
    """A real shop asks for a password."""
    customer = store.customer_named(fields["name"])
    await desk_user(customer)
    answer = to("/")
    # SameSite: forms of other sites come without the cookie.
    answer.set_cookie("session", store.start_session(customer["id"]), httponly=True, samesite="lax")
    return answer


@app.post("/top-up")
async def top_up(fields=Depends(form), customer=Depends(signed_in)):
    top_up_id = fields["topUpId"]
    payment = await desk.post(
        "/payments",
        {
            "userExternalId": customer["id"],
            "amountUsd": fields["amountUsd"],
            "currencyCode": fields["currencyCode"],
            "description": "Top-up",
            "orderId": top_up_id,
        },
        idempotency_key=f"top-up:{customer['id']}:{top_up_id}",
    )
    # After a crash here no one has seen where to pay; the form sent again goes on.
    store.add_top_up(top_up_id, customer["id"], payment["amountUsd"])
    return to(payment["paymentUrl"] or "/")


@app.post("/orders")
async def add_order(fields=Depends(form), customer=Depends(signed_in)):
    if fields["item"] not in ITEMS:
        raise Refused(404, "We do not sell that.")
    store.add_order(customer["id"], fields["item"])
    return to("/")


@app.post("/orders/{order_id}/pay")
async def pay(order=Depends(order_of)):
    if order["status"] == "open":
        # The key is the order's: two clicks, or a click after a crash, charge once.
        charge = await desk.post(
            "/charges",
            {
                "userExternalId": order["customer_id"],
                "amountUsd": order["price_usd"],
                "description": order["item"],
                "orderId": order["id"],
            },
            idempotency_key=f"charge:{order['id']}",
        )
        store.mark_paid(order["id"], charge["id"])
    return to("/")


@app.post("/orders/{order_id}/refund")
async def refund(order=Depends(order_of)):
    if order["status"] == "paid":
        await desk.post(
            "/refunds",
            {"chargeId": order["charge_id"], "description": f"Refund: {order['item']}", "orderId": order["id"]},
            idempotency_key=f"refund:{order['id']}",
        )
        store.mark_refunded(order["id"])
    return to("/")


@app.get("/paydesk-token")
async def token(customer=Depends(signed_in)):
    """For a page whose script asks the desk itself: opens this customer's balance, for 15 minutes."""
    user = await desk_user(customer)
    made = await desk.post(f"/users/{user['id']}/tokens", {"ttlSeconds": 900, "scopes": ["balances.read"]})
    body = {"url": DESK_URL, "token": made["token"], "expiresAt": made["expiresAt"]}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@app.post("/paydesk-webhook")
async def webhook(request: Request):
    try:
        # The body as it came: a model in the arguments would have parsed it.
        event = verify_webhook(await request.body(), request.headers, WEBHOOK_SECRETS)
    except WebhookRefused as refusal:
        log.warning("a webhook was refused: %s", refusal)
        return Response(str(refusal), 400)
    if event["type"] == "payment.credited":
        payment = event["data"] or await desk.get(f"/payments/{event['resourceId']}")
        # What takes longer belongs into a queue: the desk waits ten seconds, then it sends the event again.
        store.mark_arrived_once(
            event["id"],
            top_up_id=payment["orderId"],
            customer_id=event["userExternalId"],
            credited_usd=payment["creditedAmountUsd"],
        )
    return Response(status_code=204)
