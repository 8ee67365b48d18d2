<?php
declare(strict_types=1);

/** A call that failed. The reason is stable: switch on it. The message is for developers and may change. */
final class PaydeskError extends RuntimeException
{
    public function __construct(
        public readonly string $reason,
        string $message,
        public readonly array $details = [],
        public readonly array $fields = [],
        public readonly ?string $requestId = null,
        public readonly float $retryAfter = 0,
    ) {
        parent::__construct("$reason: $message (request $requestId)");
    }
}

/** The desk over REST. Every desk describes all calls at /docs. */
final class Paydesk
{
    private const TIMEOUT_SECONDS = 15;
    private const ATTEMPTS = 3;
    /** What may go away by itself. Any other answer is final. */
    private const TRANSIENT = ['NETWORK', 'RATE_LIMITED', 'PROVIDER_UNAVAILABLE', 'DATABASE_UNAVAILABLE', 'INTERNAL'];

    public function __construct(public readonly string $url, private readonly string $apiKey)
    {
    }

    public function get(string $path, array $query = []): array
    {
        return $this->call('GET', $path . ($query ? '?' . http_build_query($query) : ''), null, null, true);
    }

    /**
     * Amounts are decimal strings. With a key a call that got no answer is sent again: the desk acts once and answers
     * the first result. Without one nothing is repeated.
     */
    public function post(string $path, array $body, ?string $idempotencyKey = null): array
    {
        $json = json_encode($body, JSON_THROW_ON_ERROR);
        return $this->call('POST', $path, $json, $idempotencyKey, $idempotencyKey !== null);
    }

    private function call(string $method, string $path, ?string $body, ?string $key, bool $mayRepeat): array
    {
        for ($attempt = 1; ; $attempt++) {
            try {
                return $this->send($method, $path, $body, $key);
            } catch (PaydeskError $error) {
                $isFinal = !$mayRepeat || $attempt >= self::ATTEMPTS || $error->retryAfter > 30;
                if ($isFinal || !in_array($error->reason, self::TRANSIENT, true)) {
                    throw $error;
                }
                usleep((int) (1e6 * ($error->retryAfter + 0.25 * 2 ** $attempt * random_int(50, 100) / 100)));
            }
        }
    }

    private function send(string $method, string $path, ?string $body, ?string $key): array
    {
        $headers = ["Authorization: Bearer $this->apiKey", 'Content-Type: application/json'];
        if ($key !== null) {
            $headers[] = "Idempotency-Key: $key";
        }
        $answered = [];
        $curl = curl_init("$this->url/api/v1$path");
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => self::TIMEOUT_SECONDS,
            CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$answered): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $answered[strtolower(trim($name))] = trim($value);
                return strlen($line);
            },
        ]);
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
        }
        $text = curl_exec($curl);
        if ($text === false) {
            throw new PaydeskError('NETWORK', curl_error($curl));
        }
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        $answer = json_decode($text, true);
        if ($status < 300 && is_array($answer)) {
            return $answer;
        }
        throw $this->errorFrom($status, $answered, $answer);
    }

    /** Every route of the desk answers errors in this form. */
    private function errorFrom(int $status, array $headers, mixed $answer): PaydeskError
    {
        $data = $answer['error']['data'] ?? null;
        if (!isset($data['reason'])) {
            // Not the desk's: a proxy's in front of it.
            return new PaydeskError($status >= 500 ? 'NETWORK' : 'INTERNAL', "HTTP $status");
        }
        return new PaydeskError(
            $data['reason'],
            $answer['error']['message'],
            $data['details'] ?? [],
            $data['zodError']['fieldErrors'] ?? [],
            $headers['x-request-id'] ?? null,
            (float) ($headers['retry-after'] ?? 0),
        );
    }
}
