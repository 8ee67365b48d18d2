"""What stays in the shop's own database. Payments, balances, transactions and withdrawals are in the desk."""

import uuid

from django.conf import settings
from django.db import models

# What the shop sells, with prices in USD.
ITEMS = {"Pro plan": "25.00", "Sticker": "4.50"}


class Order(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    item = models.CharField(max_length=100)
    price_usd = models.DecimalField(max_digits=10, decimal_places=2)
    status = models.CharField(max_length=10, default="open")
    charge_id = models.UUIDField(null=True)


class TopUp(models.Model):
    """`id` is the `orderId` of the payment."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    amount_usd = models.CharField(max_length=20)
    credited_usd = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    created_at = models.DateTimeField(auto_now_add=True)


class HandledEvent(models.Model):
    """Events of the desk that have taken effect: a second delivery does nothing."""

    id = models.UUIDField(primary_key=True)
