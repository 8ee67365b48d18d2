-- The ledger of one type in the order of amounts: fees are small and withdrawals large, so that the index over all
-- amounts leads past every charge before it comes to them. Charges, which are most rows, need no index of their own: it
-- is theirs already, and a posting of one writes no further entry.
create index transactions_type_in_order_of_amounts on transactions (transaction_type, amount_usd, id)
  where transaction_type <> 'payment';
