-- One type of a user's postings is found in the index of the user: with the type in it, rows of other types are passed
-- without being read. Of a user with 100,000 postings and no fee the list of fees read 900,000 rows of others.
create index transactions_user_new on transactions (user_id, created_at, id, transaction_type);
drop index transactions_user;
alter index transactions_user_new rename to transactions_user;
