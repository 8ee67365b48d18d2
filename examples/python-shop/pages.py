"""The shop's pages. Whatever comes from people or from the desk is escaped."""

import uuid
from html import escape

from store import ITEMS


def page(content):
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Shop</title><h1>Shop</h1>{content}</html>"
    )


def sign_in_page():
    return page(
        '<form method="post" action="/sign-in"><label>Your name <input name="name" required></label>'
        " <button>Sign in</button></form>"
    )


def message_page(text):
    return page(f'<p role="alert">{escape(text)}</p><p><a href="/">Back to your account</a></p>')


def account_page(customer, balance, transactions, currencies, orders, top_ups):
    return page(
        f"<p>{escape(customer['name'])}, your balance is <strong>{escape(balance)}</strong></p>"
        + top_up_form(currencies)
        + "<ul>" + "".join(top_up_line(one) for one in top_ups) + "</ul><h2>Orders</h2>"
        + "".join(item_form(item, price) for item, price in ITEMS.items())
        + "".join(order_line(order) for order in orders)
        + "<h2>Latest transactions</h2><ul>"
        + "".join(
            f"<li>{escape(one['amountDisplay'])} {escape(one['description'])} ({escape(one['balanceAfter'])} USD)</li>"
            for one in transactions
        )
        + "</ul>"
    )


def top_up_form(currencies):
    options = "".join(
        f'<option value="{escape(one["code"])}">{escape(one["displayName"])}</option>' for one in currencies
    )
    # The id is made with the form: when it is sent twice, the desk answers with the same payment.
    return (
        f'<form method="post" action="/top-up"><input type="hidden" name="topUpId" value="{uuid.uuid4()}">'
        '<label>Amount in USD <input name="amountUsd" value="50.00" required></label>'
        f' <select name="currencyCode" aria-label="Currency">{options}</select> <button>Top up</button></form>'
    )


def top_up_line(top_up):
    arrived = top_up["credited_usd"]
    state = f"{escape(arrived)} USD arrived" if arrived else "waiting"
    return f"<li>Top-up of {escape(top_up['amount_usd'])} USD: {state}</li>"


def item_form(item, price):
    return (
        f'<form method="post" action="/orders"><input type="hidden" name="item" value="{escape(item)}">'
        f"<button>Order {escape(item)}, {price} USD</button></form>"
    )


def order_line(order):
    line = f"<p>{escape(order['item'])}, {escape(order['price_usd'])} USD: {escape(order['status'])}</p>"
    step = {"open": ("pay", "Pay"), "paid": ("refund", "Refund")}.get(order["status"])
    if step is None:
        return line
    action, label = step
    return f'{line}<form method="post" action="/orders/{order["id"]}/{action}"><button>{label}</button></form>'
