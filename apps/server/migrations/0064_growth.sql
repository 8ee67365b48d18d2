-- Whether money has arrived for a payment, and whether it was credited: both answers of both filters are read by an
-- index. An index of a condition would be needed for each.
create index payments_received on payments (((actual_amount_usd > 0)::int), created_at, id);
create index payments_credited on payments (((credited_amount_usd > 0)::int), created_at, id);
