"""The guide's serializers and view set, over the desk."""

from rest_framework import serializers, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from . import paydesk
from .own_payment import own_payment

PAGE = 50


class PaymentSerializer(serializers.Serializer):
    """The names that clients of the guide's API know, from the desk's fields."""

    id = serializers.UUIDField()
    internal_payment_id = serializers.CharField(source="internalPaymentId")
    amount_usd = serializers.CharField(source="amountUsd")
    currency = serializers.CharField(source="currencyCode")
    currency_name = serializers.CharField(source="currencyDisplayName")
    status = serializers.CharField()
    status_display = serializers.SerializerMethodField()
    pay_address = serializers.CharField(source="payAddress")
    transaction_hash = serializers.CharField(source="transactionHash")
    created_at = serializers.CharField(source="createdAt")
    completed_at = serializers.CharField(source="completedAt")

    def get_status_display(self, payment):
        return payment["status"].replace("_", " ").capitalize()


class BalanceSerializer(serializers.Serializer):
    balance_usd = serializers.CharField(source="balanceUsd")
    total_deposited = serializers.CharField(source="totalDeposited")
    total_withdrawn = serializers.CharField(source="totalWithdrawn")
    last_transaction_at = serializers.CharField(source="lastTransactionAt")


class BalanceView(APIView):
    def get(self, request):
        balances = paydesk.get("/balances", userExternalId=paydesk.external_id(request.user))["data"]
        if not balances:
            raise NotFound
        return Response(BalanceSerializer(balances[0]).data)


class PaymentViewSet(viewsets.ViewSet):
    """Reads only this user's payments: what the query set's filter did is a filter of the list here."""

    lookup_value_regex = "[0-9a-f-]{36}"

    def list(self, request):
        query = {"userExternalId": paydesk.external_id(request.user), "sort": "-createdAt", "perPage": PAGE}
        cursor = request.query_params.get("cursor")
        page = paydesk.get("/payments", **query, **({"cursor": cursor} if cursor else {}))
        data = PaymentSerializer(page["data"], many=True).data
        return Response({"results": data, "next": page.get("nextCursor")})

    def retrieve(self, request, pk):
        return Response(PaymentSerializer(own_payment(request.user, pk)).data)
