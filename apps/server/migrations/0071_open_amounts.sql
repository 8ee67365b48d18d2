-- The dashboard sums what is under way from indexes: payments of which money has arrived, and what of it is not settled.
create index payments_confirming_amount on payments (status) include (amount_usd)
  where status in ('confirming', 'confirmed') and parent_payment_id is null;
create index payments_in_flight_new on payments (created_at, id) include (in_flight_amount_usd)
  where in_flight_amount_usd > 0;
drop index payments_in_flight;
alter index payments_in_flight_new rename to payments_in_flight;
