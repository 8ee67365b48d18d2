-- A report moves money only for the payment it was asked for. What differs, and what exceeds the requested
-- amount by far, waits in suspense.

-- -------------------------------------------------------------------------------------------------- suspense
alter table suspense_items drop constraint suspense_items_reason_check;
alter table suspense_items add constraint suspense_items_reason_check check (reason in (
  'partial_payment', 'redeposit', 'wrong_asset', 'amount_grew', 'unknown_payment', 'failed_with_funds',
  'expired_with_funds', 'provider_refund', 'user_unknown', 'report_mismatch', 'large_overpayment'
));
-- A report that differs from its payment says nothing about the value: staff decide that.
alter table suspense_items add constraint mismatch_has_no_value check (
  reason <> 'report_mismatch' or status <> 'open' or amount_usd = 0
);

-- ---------------------------------------------------------------------------------------------------- events
-- `asked`: a notification, after which the provider's API was asked; its answer is an event of its own.
alter table provider_event_outcomes drop constraint provider_event_outcomes_outcome_check;
alter table provider_event_outcomes add constraint provider_event_outcomes_outcome_check check (outcome in (
  'applied', 'unchanged', 'stale', 'unknown_status', 'unknown_payment', 'suspense', 'flagged', 'asked'
));
