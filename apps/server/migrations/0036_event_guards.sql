-- PostgreSQL keeps the plans of a function in every session. One from when there were few events reads all of them, and
-- still does when there are many, until the table is analyzed. This guard looks up each row by its index.
alter function guard_outbox_removal() set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off;
