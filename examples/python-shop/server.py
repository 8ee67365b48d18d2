"""The shop with Python's standard library alone: python3 server.py"""

import json
import logging
import os
import re
import sys
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from messages import message_for
from pages import account_page, message_page, sign_in_page
from paydesk import Paydesk, PaydeskError
from store import ITEMS, Store
from webhook import WebhookRefused, verify_webhook

log = logging.getLogger("shop")
MAX_BODY_BYTES = 1_000_000


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status
        self.text = text


class Shop(BaseHTTPRequestHandler):
    desk: Paydesk
    desk_url: str
    store: Store
    webhook_secrets: list

    # Routes

    def account(self):
        customer = self.store.customer_of_session(self.session())
        if customer is None:
            return self.html(200, sign_in_page())
        # With `userExternalId` the desk finds its user by the shop's own id.
        balances = self.desk.get("/balances", userExternalId=customer["id"])["data"]
        return self.html(200, account_page(
            customer,
            balance=balances[0]["balanceDisplay"] if balances else "$0.00 USD",
            transactions=self.desk.get(
                "/transactions", userExternalId=customer["id"], sort="-createdAt", perPage=10
            )["data"],
            currencies=self.desk.get("/currencies", isActive="true")["data"],
            orders=self.store.orders_of(customer["id"]),
            top_ups=self.store.top_ups_of(customer["id"]),
        ))

    def sign_in(self):
        """A real shop asks for a password."""
        customer = self.store.customer_named(self.field("name"))
        self.desk_user(customer)
        session = self.store.start_session(customer["id"])
        # SameSite: forms of other sites come without the cookie.
        return self.redirect("/", ("Set-Cookie", f"session={session}; HttpOnly; SameSite=Lax; Path=/"))

    def top_up(self):
        customer = self.customer()
        top_up_id = self.field("topUpId")
        payment = self.desk.post(
            "/payments",
            {
                "userExternalId": customer["id"],
                "amountUsd": self.field("amountUsd"),
                "currencyCode": self.field("currencyCode"),
                "description": "Top-up",
                "orderId": top_up_id,
            },
            idempotency_key=f"top-up:{customer['id']}:{top_up_id}",
        )
        # After a crash here no one has seen where to pay; the form sent again goes on.
        self.store.add_top_up(top_up_id, customer["id"], payment["amountUsd"])
        return self.redirect(payment["paymentUrl"] or "/")

    def add_order(self):
        customer = self.customer()
        if self.field("item") not in ITEMS:
            raise Refused(404, "We do not sell that.")
        self.store.add_order(customer["id"], self.field("item"))
        return self.redirect("/")

    def pay(self, order_id):
        order = self.order(order_id)
        if order["status"] == "open":
            # The key is the order's: two clicks, or a click after a crash, charge once.
            charge = self.desk.post(
                "/charges",
                {
                    "userExternalId": order["customer_id"],
                    "amountUsd": order["price_usd"],
                    "description": order["item"],
                    "orderId": order["id"],
                },
                idempotency_key=f"charge:{order['id']}",
            )
            self.store.mark_paid(order["id"], charge["id"])
        return self.redirect("/")

    def refund(self, order_id):
        order = self.order(order_id)
        if order["status"] == "paid":
            self.desk.post(
                "/refunds",
                {"chargeId": order["charge_id"], "description": f"Refund: {order['item']}", "orderId": order["id"]},
                idempotency_key=f"refund:{order['id']}",
            )
            self.store.mark_refunded(order["id"])
        return self.redirect("/")

    def token(self):
        """For a page whose script asks the desk itself: opens this customer's balance, for 15 minutes."""
        user = self.desk_user(self.customer())
        token = self.desk.post(f"/users/{user['id']}/tokens", {"ttlSeconds": 900, "scopes": ["balances.read"]})
        body = {"url": self.desk_url, "token": token["token"], "expiresAt": token["expiresAt"]}
        return self.answer(200, json.dumps(body), "application/json", ("Cache-Control", "no-store"))

    def webhook(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            event = verify_webhook(self.body, headers, self.webhook_secrets)
        except WebhookRefused as refusal:
            log.warning("a webhook was refused: %s", refusal)
            return self.answer(400, str(refusal), "text/plain")
        if event["type"] == "payment.credited":
            payment = event["data"] or self.desk.get(f"/payments/{event['resourceId']}")
            # What takes longer belongs into a queue: the desk waits ten seconds, then it sends the event again.
            self.store.mark_arrived_once(
                event["id"],
                top_up_id=payment["orderId"],
                customer_id=event["userExternalId"],
                credited_usd=payment["creditedAmountUsd"],
            )
        return self.answer(204)

    # What the routes use

    def desk_user(self, customer):
        """The desk's user of a customer: made, or updated."""
        return self.desk.post("/users", {"externalId": customer["id"], "username": customer["name"]})

    def session(self):
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        return cookie.value if cookie else ""

    def customer(self):
        customer = self.store.customer_of_session(self.session())
        if customer is None:
            raise Refused(401, "Sign in first.")
        return customer

    def order(self, order_id):
        order = self.store.order_of(self.customer()["id"], order_id)
        if order is None:
            raise Refused(404, "You have no such order.")
        return order

    def field(self, name):
        value = dict(parse_qsl(self.body.decode("utf-8", "replace"))).get(name, "").strip()
        if not value:
            raise Refused(400, f"{name} is missing.")
        return value

    # HTTP

    def do_GET(self):
        self.run_route({"/": self.account, "/paydesk-token": self.token}.get(self.path))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY_BYTES:
            self.close_connection = True
            return self.answer(413)
        self.body = self.rfile.read(length)
        step = re.fullmatch(r"/orders/([\w-]+)/(pay|refund)", self.path)
        if step:
            return self.run_route(lambda: (self.pay if step[2] == "pay" else self.refund)(step[1]))
        routes = {
            "/sign-in": self.sign_in,
            "/top-up": self.top_up,
            "/orders": self.add_order,
            "/paydesk-webhook": self.webhook,
        }
        return self.run_route(routes.get(self.path))

    def run_route(self, route):
        try:
            if route is None:
                raise Refused(404, "There is no such page.")
            route()
        except Refused as refusal:
            self.html(refusal.status, message_page(refusal.text))
        except PaydeskError as error:
            status, text = message_for(error)
            if status >= 500:
                log.error("the desk: %s", error)
            self.html(status, message_page(text))
        except Exception:
            log.exception("%s %s", self.command, self.path)
            self.html(500, message_page("Something went wrong. We are looking into it."))

    def html(self, status, text):
        self.answer(status, text, "text/html; charset=utf-8")

    def redirect(self, location, *headers):
        self.answer(HTTPStatus.SEE_OTHER, "", "text/plain", ("Location", location), *headers)

    def answer(self, status, text="", content_type=None, *headers):
        body = text.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        log.info(format, *args)


def main():
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "info").upper())
    needed = ["PAYDESK_URL", "PAYDESK_API_KEY", "PAYDESK_WEBHOOK_SECRETS"]
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        sys.exit(f"Set {', '.join(missing)}: see the README of the examples")
    Shop.desk_url = os.environ["PAYDESK_URL"]
    Shop.desk = Paydesk(Shop.desk_url, os.environ["PAYDESK_API_KEY"])
    # While a secret is rotated both, with a space between them.
    Shop.webhook_secrets = os.environ["PAYDESK_WEBHOOK_SECRETS"].split(" ")
    Shop.store = Store(os.environ.get("SHOP_DATABASE", "shop.sqlite"))
    port = int(os.environ.get("PORT", "4000"))
    log.info("http://localhost:%d", port)
    ThreadingHTTPServer(("127.0.0.1", port), Shop).serve_forever()


if __name__ == "__main__":
    main()
