-- Notes that cannot be overwritten, and what is checked when a payout is recorded: the amount against the fixed rate,
-- and that no other withdrawal has the transaction.

-- ----------------------------------------------------------------------------------------------------- notes
-- What people wrote about a payment, a withdrawal, a user or a suspense item, and the reasons that they gave for
-- actions. The columns that hold a note beside the row (admin_notes, suspense_items.note, frozen_note) have the latest.
create table notes (
  id uuid primary key,
  payment_id uuid references payments on delete restrict,
  withdrawal_request_id uuid references withdrawal_requests on delete restrict,
  user_id uuid references users on delete restrict,
  suspense_item_id uuid references suspense_items on delete restrict,
  -- The action that the note explains, as in the audit log. `addNote`: it stands alone.
  action text not null check (length(action) between 3 and 100),
  -- Null: removed when the user was anonymised.
  text text check (length(text) between 1 and 2000),
  author_kind text not null check (author_kind in ('staff', 'service', 'user', 'system')),
  author_id text,
  author_name text,
  created_at timestamptz(3) not null,
  redacted_at timestamptz(3),
  constraint note_has_one_subject check (
    num_nonnulls(payment_id, withdrawal_request_id, user_id, suspense_item_id) = 1
  ),
  constraint note_has_text_or_was_redacted check ((text is null) = (redacted_at is not null)),
  check (author_kind = 'system' or author_id is not null)
);
create index notes_payment on notes (payment_id, created_at, id) where payment_id is not null;
create index notes_withdrawal on notes (withdrawal_request_id, created_at, id)
  where withdrawal_request_id is not null;
create index notes_user on notes (user_id, created_at, id) where user_id is not null;
create index notes_suspense on notes (suspense_item_id, created_at, id) where suspense_item_id is not null;

-- Reasons that were given before there were notes: each is in the audit log, with who and when.
insert into notes (
  id, payment_id, withdrawal_request_id, user_id, suspense_item_id, action, text, author_kind, author_id, author_name,
  created_at, redacted_at
)
select a.id, p.id, w.id, u.id, s.id, a.action, case when u.anonymized_at is null then left(a.note, 2000) end,
  a.actor_kind, a.actor_id, a.actor_name, a.created_at, u.anonymized_at
from audit_log a
left join payments p on a.subject_kind = 'payment' and p.id::text = a.subject_id
left join withdrawal_requests w on a.subject_kind = 'withdrawal' and w.id::text = a.subject_id
left join users u on a.subject_kind = 'user' and u.id::text = a.subject_id
left join suspense_items s on a.subject_kind = 'suspense' and s.id::text = a.subject_id
where a.note <> ''
  and a.action in (
    'payments.acknowledge', 'payments.markCompleted', 'payments.markFailed', 'withdrawals.approve',
    'withdrawals.reject', 'withdrawals.returnToApproved', 'suspense.credit', 'suspense.markReturned',
    'suspense.writeOff', 'users.freeze', 'users.unfreeze'
  )
  and num_nonnulls(p.id, w.id, u.id, s.id) = 1;

-- Notes beside rows that the audit log does not have.
insert into notes (id, suspense_item_id, action, text, author_kind, author_id, author_name, created_at)
select gen_random_uuid(), s.id, 'suspense.resolve', left(s.note, 2000), coalesce(s.resolved_by_kind, 'system'),
  s.resolved_by_id, s.resolved_by_name, coalesce(s.resolved_at, s.created_at)
from suspense_items s
where s.note <> '' and not exists (select from notes n where n.suspense_item_id = s.id)
  and (s.resolved_by_kind is distinct from 'staff' or s.resolved_by_id is not null);
insert into notes (id, withdrawal_request_id, action, text, author_kind, created_at)
select gen_random_uuid(), w.id, 'withdrawals.note', left(w.admin_notes, 2000), 'system', w.status_changed_at
from withdrawal_requests w
where w.admin_notes <> '' and not exists (select from notes n where n.withdrawal_request_id = w.id);
insert into notes (id, user_id, action, text, author_kind, created_at, redacted_at)
select gen_random_uuid(), u.id, 'users.freeze', case when u.anonymized_at is null then left(u.frozen_note, 2000) end,
  'system', u.frozen_at, u.anonymized_at
from users u
where u.frozen_note <> '' and not exists (select from notes n where n.user_id = u.id);

create function guard_note_insert() returns trigger language plpgsql as $$
begin
  if new.text is null then perform raise_domain_error('INVALID_INPUT', 'a note has a text'); end if;
  return new;
end $$;

-- One change is possible, once: the text of a note about an anonymised user is removed; who and when stay. Reasons
-- for what was done to payments, withdrawals and suspense items are part of the accounts and stay as well.
create function guard_note() returns trigger language plpgsql as $$
declare
  about uuid;
begin
  about := coalesce(
    old.user_id,
    (select user_id from payments where id = old.payment_id),
    (select user_id from withdrawal_requests where id = old.withdrawal_request_id),
    (select user_id from suspense_items where id = old.suspense_item_id)
  );
  if old.redacted_at is not null
     or new.redacted_at is null
     or to_jsonb(new) - array['text', 'redacted_at'] is distinct from to_jsonb(old) - array['text', 'redacted_at']
     or (old.user_id is null and old.action <> 'addNote')
     or not exists (select from users where id = about and anonymized_at is not null) then
    perform raise_domain_error('IMMUTABLE', 'a note cannot be changed');
  end if;
  return new;
end $$;

create trigger notes_insert before insert on notes
  for each row execute function guard_note_insert();
create trigger notes_guard before update on notes
  for each row execute function guard_note();
create trigger notes_are_permanent before delete on notes
  for each row execute function prevent_change();
create trigger notes_are_not_truncated before truncate on notes
  for each statement execute function prevent_change();
alter table notes enable always trigger notes_insert;
alter table notes enable always trigger notes_guard;
alter table notes enable always trigger notes_are_permanent;
alter table notes enable always trigger notes_are_not_truncated;

-- ------------------------------------------------------------------------------------ one payout, one transaction
-- One text for all spellings of a transaction: hex in any case, with or without 0x and leading zeros; TON's base64;
-- Hedera's two separators. Other hashes are compared as they are, within their network.
create function transaction_hash_key(network text, hash text) returns text language sql immutable
return case
  when hash ~* '^(0x)?[0-9a-f]{64}$' then 'hex:' || lower(right(hash, 64))
  when hash ~* '^0x[0-9a-f]{1,63}$' then 'hex:' || lower(lpad(substr(hash, 3), 64, '0'))
  when network = 'ton' and hash ~ '^[A-Za-z0-9+/_-]{43}=?$'
    then 'hex:' || encode(decode(translate(left(hash, 43), '-_', '+/') || '=', 'base64'), 'hex')
  when hash ~ '^0\.0\.\d{1,19}[@-]\d{9,12}[.-]\d{1,9}$'
    then 'hedera:' || regexp_replace(hash, '^(0\.0\.\d+)[@-](\d+)[.-](\d+)$', '\1-\2-\3')
  when hash ~* '^bafy[a-z2-7]{50,70}$' then 'filecoin:' || lower(hash)
  else coalesce(network, '') || ':' || hash
end;

alter table withdrawal_requests add column transaction_hash_key text;

create function set_transaction_hash_key() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.transaction_hash_key is distinct from old.transaction_hash_key then
    perform raise_domain_error('IMMUTABLE', 'the key of a transaction hash follows from the hash');
  end if;
  if tg_op = 'INSERT' or new.transaction_hash is distinct from old.transaction_hash then
    new.transaction_hash_key := transaction_hash_key(
      coalesce(new.network, (select network from currencies where code = new.currency_code)),
      new.transaction_hash
    );
  end if;
  return new;
end $$;

-- Of withdrawals that have the same transaction already, the first keeps the key: an upgrade is not stopped by them.
-- Nothing that anybody did: the time of the last change stays.
alter table withdrawal_requests disable trigger withdrawal_requests_guard;
update withdrawal_requests w set transaction_hash_key = first.key
from (
  select distinct on (key) id, key from (
    select r.id, r.completed_at,
      transaction_hash_key(coalesce(r.network, c.network), r.transaction_hash) as key
    from withdrawal_requests r join currencies c on c.code = r.currency_code
    where r.transaction_hash is not null
  ) keyed
  order by key, completed_at, id
) first
where first.id = w.id;
alter table withdrawal_requests enable always trigger withdrawal_requests_guard;
create unique index "TRANSACTION_HASH_USED" on withdrawal_requests (transaction_hash_key);

create trigger withdrawal_requests_transaction_key before insert or update on withdrawal_requests
  for each row execute function set_transaction_hash_key();
alter table withdrawal_requests enable always trigger withdrawal_requests_transaction_key;

-- -------------------------------------------------------------------------------------- the amount that was sent
-- More than 2 % away from the amount that was fixed (SENT_AMOUNT_TOLERANCE in the types package), or with no amount
-- fixed to compare with: another person has agreed to exactly this amount and transaction, unless the policy lets
-- one person do everything. At the commit: the change request is closed after the step that it allows.
create function require_agreed_amount() returns trigger language plpgsql as $$
begin
  if same_person_allowed() then return null; end if;
  if not exists (
    select from change_requests r
    where r.action = 'withdrawals.complete'
      and r.status = 'applied'
      and r.subject_kind = 'withdrawal'
      and r.subject_id = new.id::text
      and r.payload ->> 'id' = new.id::text
      and r.payload ->> 'transactionHash' = new.transaction_hash
      and (r.payload ->> 'cryptoAmount')::numeric = new.crypto_amount::numeric
      and r.maker_id::text = new.completed_by_id
      and exists (
        select from change_request_approvals a
        where a.change_request_id = r.id and a.payload_hash = r.payload_hash and a.staff_id <> r.maker_id
      )
  ) then
    perform raise_domain_error(
      'AMOUNT_DEVIATES',
      'the sent amount is not the amount that was fixed: another person has to agree to it'
    );
  end if;
  return null;
end $$;

create index change_requests_subject on change_requests (subject_kind, subject_id) where subject_id is not null;
create constraint trigger withdrawal_requests_agreed_amount after update on withdrawal_requests
  deferrable initially deferred
  for each row when (
    new.status = 'completed' and old.status <> 'completed'
    and new.crypto_amount is distinct from old.crypto_amount
    and (
      old.crypto_amount is null
      or new.crypto_amount is null
      or abs(new.crypto_amount::numeric - old.crypto_amount::numeric) > 0.02 * old.crypto_amount::numeric
    )
  )
  execute function require_agreed_amount();
alter table withdrawal_requests enable always trigger withdrawal_requests_agreed_amount;
