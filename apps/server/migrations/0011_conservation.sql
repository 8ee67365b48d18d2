-- Payments, suspense and withdrawals must agree with the ledger. Checked when the database transaction
-- commits, so that the steps of one command may come in any order.

create function check_payment_books() returns trigger language plpgsql as $$
declare
  of_payment uuid;
  p payments%rowtype;
  credited numeric;
  suspended numeric;
  returned numeric;
  written_off numeric;
begin
  if tg_table_name = 'payments' then of_payment := new.id; else of_payment := new.payment_id; end if;
  if of_payment is null then return null; end if;
  select * into p from payments where id = of_payment;
  select coalesce(sum(amount_usd), 0) into credited from transactions
    where payment_id = of_payment and transaction_type = 'deposit';
  select
    coalesce(sum(amount_usd) filter (where status = 'open'), 0),
    coalesce(sum(amount_usd) filter (where status = 'returned'), 0),
    coalesce(sum(amount_usd) filter (where status = 'written_off'), 0)
    into suspended, returned, written_off
    from suspense_items where payment_id = of_payment;
  if p.credited_amount_usd <> credited
     or p.suspense_amount_usd <> suspended
     or p.returned_amount_usd <> returned
     or p.fee_amount_usd <> written_off then
    perform raise_domain_error(
      'BOOKS_DISAGREE',
      format(
        'payment %s says credited %s, suspense %s, returned %s, fee %s; the books say %s, %s, %s, %s',
        p.internal_payment_id,
        p.credited_amount_usd, p.suspense_amount_usd, p.returned_amount_usd, p.fee_amount_usd,
        credited, suspended, returned, written_off
      )
    );
  end if;
  if exists (select from transactions where payment_id = of_payment and user_id <> p.user_id) then
    perform raise_domain_error(
      'BOOKS_DISAGREE',
      format('payment %s was credited to another user', p.internal_payment_id)
    );
  end if;
  return null;
end $$;

create function check_suspense_books() returns trigger language plpgsql as $$
declare
  of_item uuid;
  item suspense_items%rowtype;
  credited numeric;
begin
  if tg_table_name = 'suspense_items' then of_item := new.id; else of_item := new.suspense_item_id; end if;
  if of_item is null then return null; end if;
  select * into item from suspense_items where id = of_item;
  select sum(amount_usd) into credited from transactions where suspense_item_id = of_item;
  if (item.status = 'credited' and credited is distinct from item.amount_usd)
     or (item.status <> 'credited' and credited is not null) then
    -- An item that a later report of its own payment settles is covered by that payment's single credit.
    if not (
      item.status = 'credited'
      and item.resolved_by_kind = 'system'
      and credited is null
      and exists (
        select from transactions
        where payment_id = item.payment_id and transaction_type = 'deposit' and suspense_item_id is null
      )
    ) then
      perform raise_domain_error(
        'BOOKS_DISAGREE',
        format('suspense item %s is %s, credited was %s', of_item, item.status, coalesce(credited, 0))
      );
    end if;
  end if;
  if exists (
    select from transactions
    where suspense_item_id = of_item
      and (user_id is distinct from item.user_id or payment_id is distinct from item.payment_id)
  ) then
    perform raise_domain_error(
      'BOOKS_DISAGREE',
      format('suspense item %s was credited to another user or payment', of_item)
    );
  end if;
  return null;
end $$;

create function check_withdrawal_books() returns trigger language plpgsql as $$
declare
  of_withdrawal uuid;
  w withdrawal_requests%rowtype;
  paid numeric;
  fee numeric;
begin
  if tg_table_name = 'withdrawal_requests' then
    of_withdrawal := new.id;
  else
    of_withdrawal := new.withdrawal_request_id;
  end if;
  if of_withdrawal is null then return null; end if;
  select * into w from withdrawal_requests where id = of_withdrawal;
  select
    coalesce(-sum(amount_usd) filter (where transaction_type = 'withdrawal'), 0),
    coalesce(-sum(amount_usd) filter (where transaction_type = 'fee'), 0)
    into paid, fee
    from transactions where withdrawal_request_id = of_withdrawal;
  if (w.status = 'completed' and (paid <> w.final_amount_usd or fee <> w.total_fee_usd))
     or (w.status <> 'completed' and (paid <> 0 or fee <> 0)) then
    perform raise_domain_error(
      'BOOKS_DISAGREE',
      format('withdrawal %s is %s; paid %s, fee %s', w.internal_withdrawal_id, w.status, paid, fee)
    );
  end if;
  if exists (
    select from transactions where withdrawal_request_id = of_withdrawal and user_id <> w.user_id
  ) then
    perform raise_domain_error(
      'BOOKS_DISAGREE',
      format('withdrawal %s was debited from another user', w.internal_withdrawal_id)
    );
  end if;
  return null;
end $$;

create constraint trigger payments_agree after insert or update on payments
  deferrable initially deferred
  for each row execute function check_payment_books();
create constraint trigger transactions_agree_with_payment after insert on transactions
  deferrable initially deferred
  for each row when (new.payment_id is not null) execute function check_payment_books();
create constraint trigger suspense_agrees_with_payment after insert or update on suspense_items
  deferrable initially deferred
  for each row when (new.payment_id is not null) execute function check_payment_books();
create constraint trigger suspense_agrees_with_ledger after insert or update on suspense_items
  deferrable initially deferred
  for each row execute function check_suspense_books();
create constraint trigger transactions_agree_with_suspense after insert on transactions
  deferrable initially deferred
  for each row when (new.suspense_item_id is not null) execute function check_suspense_books();
create constraint trigger withdrawals_agree after insert or update on withdrawal_requests
  deferrable initially deferred
  for each row execute function check_withdrawal_books();
create constraint trigger transactions_agree_with_withdrawal after insert on transactions
  deferrable initially deferred
  for each row when (new.withdrawal_request_id is not null) execute function check_withdrawal_books();
alter table payments enable always trigger payments_agree;
alter table transactions enable always trigger transactions_agree_with_payment;
alter table suspense_items enable always trigger suspense_agrees_with_payment;
alter table suspense_items enable always trigger suspense_agrees_with_ledger;
alter table transactions enable always trigger transactions_agree_with_suspense;
alter table withdrawal_requests enable always trigger withdrawals_agree;
alter table transactions enable always trigger transactions_agree_with_withdrawal;
