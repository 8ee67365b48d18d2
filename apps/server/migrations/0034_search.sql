-- One search over everything: the beginning of an address, a hash, a name or an e-mail, in any case.
create index payments_address_text on payments (lower(pay_address) text_pattern_ops) where pay_address is not null;
create index payments_hash_text on payments (lower(transaction_hash) text_pattern_ops)
  where transaction_hash is not null;
create index withdrawal_requests_address_text on withdrawal_requests (lower(wallet_address) text_pattern_ops);
create index withdrawal_requests_hash_text on withdrawal_requests (lower(transaction_hash) text_pattern_ops)
  where transaction_hash is not null;
create index suspense_items_provider on suspense_items (provider_payment_id);
create index users_name_text on users (lower(username) text_pattern_ops);
create index users_email_text on users (lower(email) text_pattern_ops) where email is not null;
create index users_external_text on users (lower(external_id) text_pattern_ops);
