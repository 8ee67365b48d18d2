<?php
declare(strict_types=1);

/** The shop: `php -S localhost:4000 index.php`, or as the front controller of a web server. */

require __DIR__ . '/Paydesk.php';
require __DIR__ . '/Store.php';
require __DIR__ . '/messages.php';
require __DIR__ . '/pages.php';
require __DIR__ . '/webhook.php';

final class Refused extends RuntimeException
{
}

try {
    route($_SERVER['REQUEST_METHOD'] . ' ' . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
} catch (WebhookRefused $refusal) {
    error_log("a webhook was refused: {$refusal->getMessage()}");
    http_response_code(400);
} catch (Refused $refusal) {
    http_response_code($refusal->getCode());
    echo messagePage($refusal->getMessage());
} catch (PaydeskError $error) {
    [$status, $text] = messageFor($error);
    if ($status >= 500) {
        error_log("the desk: {$error->getMessage()}");
    }
    http_response_code($status);
    echo messagePage($text);
} catch (Throwable $error) {
    error_log((string) $error);
    http_response_code(500);
    echo messagePage('Something went wrong. We are looking into it.');
}

function route(string $request): void
{
    if ($request === 'POST /paydesk-webhook') {
        receiveWebhook();
        return;
    }
    // SameSite: forms of other sites come without the cookie.
    session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true]);
    $signedInAs = $_SESSION['customer'] ?? null;
    // Lets a second request of the same customer in: the desk, not this lock, makes two clicks one charge.
    if ($request !== 'POST /sign-in') {
        session_write_close();
    }
    $customer = $signedInAs === null ? null : store()->customer($signedInAs);
    if ($request === 'GET /') {
        echo $customer === null ? signInPage() : account($customer);
    } elseif ($request === 'POST /sign-in') {
        signIn();
    } elseif ($customer === null) {
        throw new Refused('Sign in first.', 401);
    } elseif ($request === 'POST /top-up') {
        topUp($customer);
    } elseif ($request === 'POST /orders') {
        addOrder($customer);
    } elseif ($request === 'GET /paydesk-token') {
        token($customer);
    } elseif (preg_match('~^POST /orders/([0-9a-f]+)/(pay|refund)$~', $request, $parts)) {
        $order = store()->order($customer['id'], $parts[1]) ?? throw new Refused('You have no such order.', 404);
        $parts[2] === 'pay' ? pay($order) : refund($order);
    } else {
        throw new Refused('There is no such page.', 404);
    }
}

function account(array $customer): string
{
    // With `userExternalId` the desk finds its user by the shop's own id.
    $own = ['userExternalId' => $customer['id']];
    return accountPage(
        customer: $customer,
        balance: desk()->get('/balances', $own)['data'][0]['balanceDisplay'] ?? '$0.00 USD',
        transactions: desk()->get('/transactions', $own + ['sort' => '-createdAt', 'perPage' => 10])['data'],
        currencies: desk()->get('/currencies', ['isActive' => 'true'])['data'],
        orders: store()->ordersOf($customer['id']),
        topUps: store()->topUpsOf($customer['id']),
    );
}

/** A real shop asks for a password. */
function signIn(): void
{
    $customer = store()->customerNamed(field('name'));
    deskUser($customer);
    session_regenerate_id(true);
    $_SESSION['customer'] = $customer['id'];
    redirect('/');
}

function topUp(array $customer): void
{
    $id = field('topUpId');
    $payment = desk()->post('/payments', [
        'userExternalId' => $customer['id'],
        'amountUsd' => field('amountUsd'),
        'currencyCode' => field('currencyCode'),
        'description' => 'Top-up',
        'orderId' => $id,
    ], idempotencyKey: "top-up:{$customer['id']}:$id");
    // After a crash here no one has seen where to pay; the form sent again goes on.
    store()->addTopUp($id, $customer['id'], $payment['amountUsd']);
    redirect($payment['paymentUrl'] ?? '/');
}

function addOrder(array $customer): void
{
    isset(Store::ITEMS[field('item')]) || throw new Refused('We do not sell that.', 404);
    store()->addOrder($customer['id'], field('item'));
    redirect('/');
}

function pay(array $order): void
{
    if ($order['status'] === 'open') {
        // The key is the order's: two clicks, or a click after a crash, charge once.
        $charge = desk()->post('/charges', [
            'userExternalId' => $order['customer_id'],
            'amountUsd' => $order['price_usd'],
            'description' => $order['item'],
            'orderId' => $order['id'],
        ], idempotencyKey: "charge:{$order['id']}");
        store()->markPaid($order['id'], $charge['id']);
    }
    redirect('/');
}

function refund(array $order): void
{
    if ($order['status'] === 'paid') {
        desk()->post('/refunds', [
            'chargeId' => $order['charge_id'],
            'description' => "Refund: {$order['item']}",
            'orderId' => $order['id'],
        ], idempotencyKey: "refund:{$order['id']}");
        store()->markRefunded($order['id']);
    }
    redirect('/');
}

/** For a page whose script asks the desk itself: opens this customer's balance, for 15 minutes. */
function token(array $customer): void
{
    $user = deskUser($customer);
    $token = desk()->post("/users/{$user['id']}/tokens", ['ttlSeconds' => 900, 'scopes' => ['balances.read']]);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode(['url' => desk()->url, 'token' => $token['token'], 'expiresAt' => $token['expiresAt']]);
}

function receiveWebhook(): void
{
    // While a secret is rotated both, with a space between them.
    $secrets = explode(' ', setting('PAYDESK_WEBHOOK_SECRETS'));
    $event = verifyWebhook(file_get_contents('php://input'), $_SERVER, $secrets);
    if ($event['type'] === 'payment.credited') {
        $payment = $event['data'] ?? desk()->get("/payments/{$event['resourceId']}");
        // What takes longer belongs into a queue: the desk waits ten seconds, then it sends the event again.
        store()->markArrivedOnce(
            $event['id'],
            topUpId: $payment['orderId'],
            customerId: $event['userExternalId'],
            creditedUsd: $payment['creditedAmountUsd'],
        );
    }
    http_response_code(204);
}

/** The desk's user of a customer: made, or updated. */
function deskUser(array $customer): array
{
    return desk()->post('/users', ['externalId' => $customer['id'], 'username' => $customer['name']]);
}

function desk(): Paydesk
{
    static $desk = null;
    return $desk ??= new Paydesk(rtrim(setting('PAYDESK_URL'), '/'), setting('PAYDESK_API_KEY'));
}

function store(): Store
{
    static $store = null;
    return $store ??= new Store(getenv('SHOP_DATABASE') ?: __DIR__ . '/shop.sqlite');
}

function setting(string $name): string
{
    return getenv($name) ?: throw new LogicException("Set $name: see the README of the examples");
}

function field(string $name): string
{
    $value = trim((string) ($_POST[$name] ?? ''));
    return $value !== '' ? $value : throw new Refused("$name is missing.", 400);
}

function redirect(string $location): void
{
    header("Location: $location", response_code: 303);
}
