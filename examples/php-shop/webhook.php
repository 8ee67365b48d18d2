<?php
declare(strict_types=1);

/** The request is not, or not provably, the desk's. Answer it with 400 and do nothing. */
final class WebhookRefused extends RuntimeException
{
}

/**
 * The event of a request, signed as Standard Webhooks say.
 *
 * @param string $body the bytes as they came: file_get_contents('php://input')
 * @param string[] $secrets while a secret is rotated, both
 */
function verifyWebhook(string $body, array $server, array $secrets, int $toleranceSeconds = 300): array
{
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if ($id === '' || !ctype_digit($timestamp)) {
        throw new WebhookRefused('a header is missing');
    }
    if (abs(time() - (int) $timestamp) > $toleranceSeconds) {
        throw new WebhookRefused('it is too old, or a clock is wrong');
    }
    // One signature for each live secret: 'v1,K5oZ… v1,9Tzq…'.
    foreach (explode(' ', $server['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
        foreach ($secrets as $secret) {
            // A secret is 'whsec_' and the key in base64: decode it.
            $key = base64_decode(substr($secret, strlen('whsec_')), true);
            if (!str_starts_with($secret, 'whsec_') || !$key) {
                throw new LogicException('a secret is whsec_ and base64, as the desk showed it');
            }
            $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
            // Takes as long for a wrong first character as for a wrong last one.
            if (hash_equals($expected, $given)) {
                return json_decode($body, true, flags: JSON_THROW_ON_ERROR);
            }
        }
    }
    throw new WebhookRefused('no signature matches');
}
