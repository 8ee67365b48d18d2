-- A list of one type of posting is counted and summed from its index: with the amount in it, the table is not read.
create index transactions_type_amounts on transactions (transaction_type, created_at, id) include (amount_usd);
drop index transactions_type;
