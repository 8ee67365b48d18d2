import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import type * as w from './wire.ts';

interface Query<Input, Output> {
  query(input: Input, options?: { signal?: AbortSignal }): Promise<Output>;
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>;
}
interface Reads<Row> {
  list: Query<w.ListQuery, w.ListPage<Row>>;
  get: Query<{ id: string }, Row>;
  getMany: Query<{ ids: string[] }, Row[] | { data: Row[] }>;
}

/** The desk's procedures as the SPA calls them, built from the wire schemas in `@paydesk/types`. */
export interface DeskClient {
  currencies: Reads<w.Currency> & {
    create: Mutation<w.CurrencyCreate, w.Currency>;
    update: Mutation<w.CurrencyUpdate, w.Currency>;
    setActive: Mutation<w.CurrencySetActive, unknown>;
    sync: Mutation<w.CurrencySyncInput, w.CurrencySync>;
  };
  payments: Reads<w.Payment> & {
    create: Mutation<w.PaymentCreate, w.Payment>;
    refresh: Mutation<w.IdInput, w.Payment>;
    confirm: Mutation<w.IdInput, w.Payment>;
    cancel: Mutation<w.IdInput, w.Payment>;
    markCompleted: Mutation<w.NoteInput, w.Payment>;
    markFailed: Mutation<w.NoteInput, w.Payment>;
  };
  suspense: Reads<w.SuspenseItem> & {
    credit: Mutation<w.SuspenseCredit, w.SuspenseItem>;
    markReturned: Mutation<w.NoteInput, w.SuspenseItem>;
    writeOff: Mutation<w.NoteInput, w.SuspenseItem>;
  };
  balances: Reads<w.Balance> & { at: Query<w.BalanceAtInput, w.BalanceAt>; verify: Mutation<w.BalanceVerifyInput, w.BalanceVerify> };
  transactions: Reads<w.LedgerRow> & {
    charge: Mutation<w.Charge, w.LedgerRow>;
    refund: Mutation<w.Refund, w.LedgerRow>;
    bonus: Mutation<w.Charge, w.LedgerRow>;
    fee: Mutation<w.Charge, w.LedgerRow>;
    adjust: Mutation<w.Adjust, w.LedgerRow>;
  };
  withdrawals: Reads<w.Withdrawal> & {
    quote: Query<w.WithdrawalQuoteInput, w.WithdrawalQuote>;
    create: Mutation<w.WithdrawalCreate, w.Withdrawal>;
    cancel: Mutation<w.IdInput, w.Withdrawal>;
    approve: Mutation<w.WithdrawalApprove, w.Withdrawal>;
    reject: Mutation<w.WithdrawalReject, w.Withdrawal>;
    startProcessing: Mutation<w.IdInput, w.Withdrawal>;
    complete: Mutation<w.WithdrawalComplete, w.Withdrawal>;
    returnToApproved: Mutation<w.NoteInput, w.Withdrawal>;
  };
  users: Reads<w.User> & {
    upsert: Mutation<w.UserUpsert, w.User>;
    freeze: Mutation<w.NoteInput, w.User>;
    unfreeze: Mutation<w.NoteInput, w.User>;
    anonymize: Mutation<w.IdInput, w.User>;
    token: Mutation<w.UserTokenInput, w.UserToken>;
  };
  dashboard: { summary: Query<undefined, w.Summary>; series: Query<w.SeriesInput, w.Series> };
  audit: Reads<w.AuditEntry>;
  apiKeys: Reads<w.ApiKey> & { create: Mutation<w.ApiKeyCreate, w.ApiKeyCreated>; revoke: Mutation<w.IdInput, w.ApiKey> };
  staff: Reads<w.Staff> & {
    create: Mutation<w.StaffCreate, w.StaffCreated>;
    setRole: Mutation<w.StaffSetRole, w.Staff>;
    deactivate: Mutation<w.IdInput, w.Staff>;
    reactivate: Mutation<w.IdInput, w.Staff>;
  };
  system: {
    info: Query<undefined, w.SystemInfo>;
    session: Query<undefined, w.Session>;
    simulateDeposit: Mutation<w.SimulateDeposit, unknown>;
  };
}

/** The one client of the app; calls of the same moment travel together. */
export const trpc = createTRPCClient<AnyTRPCRouter>({ links: [httpBatchLink({ url: '/trpc', maxURLLength: 4000, maxItems: 20 })] }) as unknown as DeskClient;
