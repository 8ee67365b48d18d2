import { screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeDesk, Rejection, startFakeDesk } from '../../test/fakeDesk.ts';
import { renderPage } from '../../test/renderPage.tsx';
import {
  ANNA,
  auditEntry,
  balance,
  currency,
  ledgerRow,
  payment,
  suspenseItem,
  user,
  WITHDRAWAL,
  withdrawal,
  summary,
} from '../../test/rows.ts';
import { AuditList } from '../audit/AuditList.tsx';
import { BalanceList } from '../balances/BalanceList.tsx';
import { CurrencyList } from '../currencies/CurrencyList.tsx';
import { PaymentList } from '../payments/PaymentList.tsx';
import type {
  AuditEntry,
  Balance,
  Currency,
  LedgerRow,
  Payment,
  SuspenseItem,
  User,
  Withdrawal,
} from '../providers/records.ts';
import { SuspenseList } from '../suspense/SuspenseList.tsx';
import { TransactionList } from '../transactions/TransactionList.tsx';
import { UserList } from '../users/UserList.tsx';
import { WithdrawalList } from '../withdrawals/WithdrawalList.tsx';

/** The files that were handed to the person. */
const saved: { name: string; blob: Blob }[] = [];

let desk: FakeDesk;
beforeEach(() => {
  saved.length = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push({ name: '', blob: blob as Blob });
    return 'blob:export';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const file = saved.at(-1);
    if (file && this.href === 'blob:export') file.name = this.download;
  });
  desk = startFakeDesk();
  answerWith({});
});

interface Lists {
  payments?: Payment[];
  suspense?: SuspenseItem[];
  balances?: Balance[];
  transactions?: LedgerRow[];
  withdrawals?: Withdrawal[];
  currencies?: Currency[];
  users?: User[];
  audit?: AuditEntry[];
}

/** One page of each list; lists that are not named are empty. */
function answerWith(lists: Lists): void {
  const page = <Row,>(data: Row[] = []) => ({
    data,
    total: data.length,
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
  });
  desk.answer('payments.list', () => page(lists.payments));
  desk.answer('suspense.list', () => page(lists.suspense));
  desk.answer('balances.list', () => page(lists.balances));
  desk.answer('transactions.list', () => page(lists.transactions));
  desk.answer('dashboard.summary', () => summary());
  desk.answer('withdrawals.payoutState', () => ({ stop: null }));
  desk.answer('withdrawals.list', () => page(lists.withdrawals));
  desk.answer('currencies.list', () => page(lists.currencies));
  desk.answer('users.list', () => page(lists.users));
  desk.answer('audit.list', () => page(lists.audit));
  desk.answer('audit.head', () => ({ seq: 0, hash: '', sealedAt: null, unsealed: 0, unsealedSeconds: 0 }));
}

const button = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Export CSV' });

async function save(page: ReactElement): Promise<{ name: string; lines: string[] }> {
  const { person } = renderPage(desk, page);
  return await saveFrom(person);
}

async function saveFrom(person: UserEvent): Promise<{ name: string; lines: string[] }> {
  await waitFor(async () => expect((await button()).disabled).toBe(false));
  await person.click(await button());
  const file = await waitFor(() => {
    const newest = saved.at(-1);
    if (!newest) throw new Error('nothing was saved');
    return newest;
  });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.blob.arrayBuffer());
  return { name: file.name, lines: text.split('\r\n') };
}

describe('the file', () => {
  const TIME = '2026-11-03T10:00:00.000Z';
  interface Case {
    list: string;
    page: ReactElement;
    rows: Lists;
    /** Heading and value of each column. */
    columns: [heading: string, value: string][];
  }
  const CASES: Case[] = [
    {
      list: 'payments',
      page: <PaymentList />,
      rows: { payments: [payment({ orderId: 'order-4711', metadata: { n: 1 } })] },
      columns: [
        ['Payment', 'PAY-20261103-0001'],
        ['Id', payment().id],
        ['User id', ANNA],
        ['Status', 'completed'],
        ['Amount USD', '100.00'],
        ['Received USD', '100.00'],
        ['Credited USD', '99.50'],
        ['Currency', 'BTC'],
        ['Pay amount', '0.000000012345678901'],
        ['Received', '0.000000012345678901'],
        ['Address', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
        ['Transaction hash', 'cd'.repeat(32)],
        ['Created (UTC)', TIME],
        ['Completed (UTC)', '2026-11-03T10:20:00.000Z'],
        ['Order id', 'order-4711'],
        ['Metadata', '"{""n"":1}"'],
      ],
    },
    {
      list: 'suspense',
      page: <SuspenseList />,
      rows: { suspense: [suspenseItem({ note: 'asked the customer' })] },
      columns: [
        ['Id', suspenseItem().id],
        ['Reason', 'unknown_payment'],
        ['Status', 'open'],
        ['Amount USD', '100.00'],
        ['Received', '0.0015'],
        ['Currency', 'BTC'],
        ['User id', ''],
        ['Provider payment id', '5077125052'],
        ['Note', 'asked the customer'],
        ['Created (UTC)', TIME],
        ['Resolved (UTC)', ''],
      ],
    },
    {
      list: 'balances',
      page: <BalanceList />,
      rows: { balances: [balance({ balanceUsd: '12345678901234567.89' })] },
      columns: [
        ['User id', ANNA],
        ['Balance USD', '12345678901234567.89'],
        ['Held USD', '25.00'],
        ['Available USD', '475.00'],
        ['Total deposited USD', '500.00'],
        ['Total withdrawn USD', '0.00'],
        ['Transactions', '3'],
        ['Last activity (UTC)', TIME],
      ],
    },
    {
      list: 'transactions',
      page: <TransactionList />,
      rows: { transactions: [ledgerRow()] },
      columns: [
        ['Id', ledgerRow().id],
        ['User id', ANNA],
        ['Row', '7'],
        ['Type', 'adjustment'],
        ['Amount USD', '-5.00'],
        ['Balance after USD', '495.00'],
        ['Description', 'counted twice'],
        ['Payment id', ''],
        ['Withdrawal id', ''],
        ['By', 'Ben Reviewer'],
        ['Time (UTC)', TIME],
        ['Hash', 'ef'.repeat(32)],
        ['Order id', ''],
        ['Metadata', ''],
      ],
    },
    {
      list: 'withdrawals',
      page: <WithdrawalList />,
      rows: { withdrawals: [withdrawal({ extraId: '0042', transactionHash: 'cd'.repeat(32) })] },
      columns: [
        ['Withdrawal', 'WD-20261103-0001'],
        ['Id', WITHDRAWAL],
        ['User id', ANNA],
        ['Status', 'pending'],
        ['Amount USD', '25.00'],
        ['Fees USD', '1.50'],
        ['Pays out USD', '23.50'],
        ['Currency', 'USDTTRC20'],
        ['Address', 'TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE'],
        ['Memo', '0042'],
        ['Transaction hash', 'cd'.repeat(32)],
        ['Requested (UTC)', TIME],
        ['Completed (UTC)', ''],
        ['Order id', ''],
        ['Metadata', ''],
      ],
    },
    {
      list: 'currencies',
      page: <CurrencyList />,
      rows: { currencies: [currency()] },
      columns: [
        ['Code', 'USDTTRC20'],
        ['Name', 'Tether USD (Tron)'],
        ['Token', 'USDT'],
        ['Network', 'TRON'],
        ['Active', 'true'],
        ['Withdrawals', 'true'],
        ['Minimum USD', '10.00'],
        ['Network fee USD', '1.00'],
      ],
    },
    {
      list: 'users',
      page: <UserList />,
      rows: { users: [user()] },
      columns: [
        ['Id', ANNA],
        ['External id', 'customer-17'],
        ['Name', 'Anna Customer'],
        ['E-mail', 'anna@example.com'],
        ['Frozen', 'false'],
        ['Created (UTC)', '2026-01-05T08:00:00.000Z'],
      ],
    },
    {
      list: 'audit',
      page: <AuditList />,
      // What was before and after stays in the desk.
      rows: { audit: [auditEntry({ before: { status: 'pending' }, after: { status: 'approved' } })] },
      columns: [
        ['Time (UTC)', TIME],
        ['Action', 'withdrawal.approved'],
        ['By', 'Ben Reviewer'],
        ['By kind', 'staff'],
        ['Subject', 'withdrawal'],
        ['Subject id', WITHDRAWAL],
        ['Note', 'as agreed'],
        ['Address', '203.0.113.7'],
        ['Request', 'req-1'],
        ['Session', 'session-1'],
        ['Browser', 'Mozilla/5.0 (X11; Linux x86_64)'],
      ],
    },
  ];

  it.each(CASES)('of $list has these columns and values', async ({ list, page, rows, columns }) => {
    answerWith(rows);
    const { name, lines } = await save(page);
    const headings = columns.map(([heading]) => heading).join(',');
    // The mark at the beginning tells spreadsheets that the file is UTF-8.
    expect(lines).toEqual([`\uFEFF${headings}`, columns.map(([, value]) => value).join(',')]);
    expect(name).toMatch(new RegExp(`^${list}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  });
});

describe('text from outside', () => {
  const nameIn = async (username: string) => {
    answerWith({ users: [user({ username })] });
    const { lines } = await save(<UserList />);
    return lines
      .slice(1)
      .join('\r\n')
      .replace(`${ANNA},customer-17,`, '')
      .replace(/,anna@example\.com.*$/, '');
  };

  it.each([
    ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
    ['+1+1', `'+1+1`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
  ])('%j is no formula in a spreadsheet', async (name, cell) => {
    expect(await nameIn(name)).toBe(cell);
  });

  it.each([
    ['Smith, Anna', '"Smith, Anna"'],
    ['Anna "Ann" Smith', '"Anna ""Ann"" Smith"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['Änna Ødegård 🦊', 'Änna Ødegård 🦊'],
  ])('%j stays one cell', async (name, cell) => {
    expect(await nameIn(name)).toBe(cell);
  });
});

describe('the rows of the file', () => {
  it('are those of the list as it is filtered and sorted, gathered page by page', async () => {
    desk.answer('payments.list', ({ cursor, perPage = 25 }) => {
      const from = Number(cursor ?? 0);
      const data = Array.from({ length: perPage }, (_none, index) =>
        payment({ id: `payment-${from + index}`, internalPaymentId: `PAY-${from + index}` }),
      );
      const more = from + perPage < 250;
      return {
        data: more ? data : data.slice(0, 250 - from),
        total: 250,
        pageInfo: { hasNextPage: more, hasPreviousPage: from > 0 },
        ...(more && { nextCursor: String(from + perPage) }),
      };
    });
    const { person } = renderPage(desk, <PaymentList />, {
      path: `/?${new URLSearchParams({
        filter: JSON.stringify({ status: 'completed' }),
        sort: 'amountUsd',
        order: 'ASC',
      }).toString()}`,
    });
    const { lines } = await saveFrom(person);
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
      Array.from({ length: 250 }, (_none, index) => `PAY-${index}`),
    );
    const inputs = desk.inputsOf('payments.list').slice(1);
    expect(inputs.map(({ cursor, page }) => cursor ?? `page ${page}`)).toEqual(['page 1', '100', '200']);
    for (const { filter, sort } of inputs) {
      expect(filter).toEqual({ status: 'completed' });
      expect(sort).toEqual({ field: 'amountUsd', order: 'ASC' });
    }
    expect(await screen.findByText('250 rows saved')).toBeDefined();
  });

  it('are 1,000 at most, with a notice', async () => {
    desk.answer('balances.list', ({ cursor, perPage = 25 }) => ({
      data: Array.from({ length: perPage }, (_none, index) =>
        balance({ id: `${cursor ?? 0}-${index}`, userId: `${cursor ?? 0}-${index}` }),
      ),
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      nextCursor: String(Number(cursor ?? 0) + 1),
    }));
    const { lines } = await save(<BalanceList />);
    expect(lines).toHaveLength(1001);
    expect(new Set(lines.slice(1)).size).toBe(1000);
    expect(await screen.findByText(/^The first 1000 rows saved\. Narrow the list/)).toBeDefined();
  });

  it('are none: there is nothing to export', async () => {
    renderPage(desk, <PaymentList />);
    expect(await screen.findByText('No payments yet.')).toBeDefined();
    expect((await button()).disabled).toBe(true);
  });

  it('cannot be read: the reason is shown, and no file is saved', async () => {
    answerWith({ payments: [payment()] });
    const { person } = renderPage(desk, <PaymentList />);
    await waitFor(async () => expect((await button()).disabled).toBe(false));
    desk.answer('payments.list', () => {
      throw new Rejection('RATE_LIMITED');
    });
    await person.click(await button());
    expect(await screen.findByText(/^Too many requests/)).toBeDefined();
    expect(saved).toEqual([]);
    expect((await button()).disabled).toBe(false);
  });
});
