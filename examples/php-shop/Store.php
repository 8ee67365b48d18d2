<?php
declare(strict_types=1);

/** The shop's own database: no balance is in it, the desk has those. */
final class Store
{
    /** What the shop sells, with prices in USD: decimal strings, as everywhere in the desk. */
    public const ITEMS = ['Pro plan' => '25.00', 'Sticker' => '4.50'];

    private const TABLES = "
        create table if not exists customers (id text primary key, name text not null unique);
        create table if not exists orders (
          id text primary key, customer_id text not null, item text not null, price_usd text not null,
          status text not null default 'open', charge_id text
        );
        create table if not exists top_ups (
          id text primary key, customer_id text not null, amount_usd text not null, credited_usd text
        );
        create table if not exists handled_events (id text primary key);
    ";

    private PDO $database;

    public function __construct(string $file)
    {
        $this->database = new PDO("sqlite:$file", options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 10,
        ]);
        $this->database->exec(self::TABLES);
    }

    public static function newId(): string
    {
        return bin2hex(random_bytes(16));
    }

    public function customerNamed(string $name): array
    {
        $this->run('insert or ignore into customers values (?, ?)', 'customer-' . self::newId(), $name);
        return $this->rows('select * from customers where name = ?', $name)[0];
    }

    public function customer(string $id): ?array
    {
        return $this->rows('select * from customers where id = ?', $id)[0] ?? null;
    }

    public function addOrder(string $customerId, string $item): void
    {
        $this->run(
            'insert into orders (id, customer_id, item, price_usd) values (?, ?, ?, ?)',
            self::newId(), $customerId, $item, self::ITEMS[$item],
        );
    }

    public function order(string $customerId, string $id): ?array
    {
        return $this->rows('select * from orders where id = ? and customer_id = ?', $id, $customerId)[0] ?? null;
    }

    public function ordersOf(string $customerId): array
    {
        return $this->rows('select * from orders where customer_id = ? order by rowid desc', $customerId);
    }

    public function markPaid(string $id, string $chargeId): void
    {
        $this->run("update orders set status = 'paid', charge_id = ? where id = ? and status = 'open'", $chargeId, $id);
    }

    public function markRefunded(string $id): void
    {
        $this->run("update orders set status = 'refunded' where id = ? and status = 'paid'", $id);
    }

    public function addTopUp(string $id, string $customerId, string $amountUsd): void
    {
        $this->run('insert or ignore into top_ups values (?, ?, ?, null)', $id, $customerId, $amountUsd);
    }

    public function topUpsOf(string $customerId): array
    {
        return $this->rows('select * from top_ups where customer_id = ? order by rowid desc', $customerId);
    }

    /**
     * The event's id is stored in the transaction of what the event does: a second delivery does nothing. The amount is
     * the sum of all that was credited for the payment.
     */
    public function markArrivedOnce(string $eventId, ?string $topUpId, ?string $customerId, string $creditedUsd): void
    {
        $this->database->exec('begin immediate');
        try {
            if ($this->run('insert or ignore into handled_events values (?)', $eventId) === 1) {
                $sql = 'update top_ups set credited_usd = ? where id = ? and customer_id = ?';
                $this->run($sql, $creditedUsd, $topUpId, $customerId);
            }
            $this->database->exec('commit');
        } catch (Throwable $error) {
            $this->database->exec('rollback');
            throw $error;
        }
    }

    private function run(string $sql, ?string ...$values): int
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement->rowCount();
    }

    private function rows(string $sql, ?string ...$values): array
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement->fetchAll();
    }
}
