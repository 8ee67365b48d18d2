<?php
declare(strict_types=1);

/** Whatever comes from people or from the desk is escaped. */
function e(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE);
}

function page(string $content): string
{
    return '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        . "<title>Shop</title><h1>Shop</h1>$content</html>";
}

function signInPage(): string
{
    return page('<form method="post" action="/sign-in"><label>Your name <input name="name" required></label>
        <button>Sign in</button></form>');
}

function messagePage(string $text): string
{
    return page('<p role="alert">' . e($text) . '</p><p><a href="/">Back to your account</a></p>');
}

function accountPage(
    array $customer,
    string $balance,
    array $transactions,
    array $currencies,
    array $orders,
    array $topUps,
): string {
    $options = array_map(
        fn ($one) => '<option value="' . e($one['code']) . '">' . e($one['displayName']) . '</option>',
        $currencies,
    );
    $history = array_map(
        fn ($one) => '<li>' . e("{$one['amountDisplay']} {$one['description']} ({$one['balanceAfter']} USD)"),
        $transactions,
    );
    // The id is made with the form: when it is sent twice, the desk answers with the same payment.
    return page(
        '<p>' . e($customer['name']) . ', your balance is <strong>' . e($balance) . '</strong></p>'
        . '<form method="post" action="/top-up"><input type="hidden" name="topUpId" value="' . Store::newId() . '">'
        . '<label>Amount in USD <input name="amountUsd" value="50.00" required></label>'
        . '<select name="currencyCode" aria-label="Currency">' . implode($options) . '</select>'
        . '<button>Top up</button></form>'
        . '<ul>' . implode(array_map('topUpLine', $topUps)) . '</ul><h2>Orders</h2>'
        . implode(array_map('itemForm', array_keys(Store::ITEMS), Store::ITEMS))
        . implode(array_map('orderLine', $orders))
        . '<h2>Latest transactions</h2><ul>' . implode($history) . '</ul>',
    );
}

function topUpLine(array $topUp): string
{
    $state = $topUp['credited_usd'] === null ? 'waiting' : "{$topUp['credited_usd']} USD arrived";
    return '<li>' . e("Top-up of {$topUp['amount_usd']} USD: $state") . '</li>';
}

function itemForm(string $item, string $price): string
{
    return '<form method="post" action="/orders"><input type="hidden" name="item" value="' . e($item) . '">'
        . '<button>' . e("Order $item, $price USD") . '</button></form>';
}

function orderLine(array $order): string
{
    $line = '<p>' . e("{$order['item']}, {$order['price_usd']} USD: {$order['status']}") . '</p>';
    $action = match ($order['status']) {
        'open' => 'pay',
        'paid' => 'refund',
        default => null,
    };
    return $action === null ? $line : $line
        . "<form method=\"post\" action=\"/orders/{$order['id']}/$action\"><button>$action</button></form>";
}
