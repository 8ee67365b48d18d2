-- A worker looks for payments whose checkout page is open; without it, it reads all that are due. Postings do not write it.
create index payments_watched on payments (watched_until) where watched_until is not null;
