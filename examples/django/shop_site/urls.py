from django.urls import include, path
from rest_framework.routers import DefaultRouter

from shop import api, views, webhook

router = DefaultRouter()
router.register("payments", api.PaymentViewSet, basename="payment")

urlpatterns = [
    path("", views.account, name="account"),
    path("sign-in", views.sign_in),
    path("top-up", views.create_deposit, name="create_deposit"),
    path("payments/<uuid:payment_id>", views.payment_detail, name="payment_detail"),
    path("orders", views.add_order),
    path("orders/<uuid:order_id>/pay", views.pay_order),
    path("orders/<uuid:order_id>/refund", views.refund_order),
    path("withdrawals", views.request_withdrawal, name="request_withdrawal"),
    path("paydesk-token", views.paydesk_token),
    path("paydesk-webhook", webhook.receive),
    path("api/balance", api.BalanceView.as_view()),
    path("api/", include(router.urls)),
]
