-- The search of withdrawals looks at four columns; without an index on each of them it reads the whole table.
create index withdrawal_requests_hash on withdrawal_requests (transaction_hash) where transaction_hash is not null;
