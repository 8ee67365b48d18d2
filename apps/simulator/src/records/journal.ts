import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { PaymentRecord } from './paymentRecord.ts';
import type { PayoutRecord } from './payoutRecord.ts';

type Line =
  | { kind: 'payment'; payment: PaymentRecord }
  | { kind: 'payout'; payout: PayoutRecord }
  | { kind: 'balance'; code: string; amount: string }
  | { kind: 'clock'; offsetMs: number };

type JournalContents = {
  payments: Map<string, PaymentRecord>;
  payouts: Map<string, PayoutRecord>;
  balances: Map<string, string>;
  offsetMs: number;
};

export type Journal = {
  contents: JournalContents;
  payment(payment: PaymentRecord): void;
  payout(payout: PayoutRecord): void;
  balance(code: string, amount: string): void;
  clock(offsetMs: number): void;
  /** Rewrites the file compactly and opens it for appending. */
  open(): void;
  close(): void;
};

/** The file is rewritten once it has this many lines more than needed. */
const SPARE_LINES = 20_000;

/**
 * An append-only JSONL file; the last line of a payment or payout wins. Lines are written synchronously, so a
 * killed process loses nothing that it has confirmed. Only reads until `open` or the first write: a second
 * simulator that cannot get the port must not touch the first one's file. Without a path nothing is stored.
 */
export const createJournal = (path: string | undefined): Journal => {
  const contents = path === undefined ? empty() : readJournal(path);
  let file: number | undefined;
  let lines = 0;
  let closed = false;

  const compact = (): void => {
    if (path === undefined) return;
    if (file !== undefined) closeSync(file);
    writeCompacted(path, contents);
    file = openSync(path, 'a');
    lines = linesNeeded(contents);
  };
  const append = (line: Line): void => {
    if (path === undefined || closed) return;
    if (file === undefined || lines > 2 * linesNeeded(contents) + SPARE_LINES) compact();
    writeWhole(file as unknown as number, `${JSON.stringify(line)}\n`);
    lines += 1;
  };

  return {
    contents,
    payment: (payment) => {
      contents.payments.set(payment.paymentId, payment);
      append({ kind: 'payment', payment });
    },
    payout: (payout) => {
      contents.payouts.set(payout.payoutId, payout);
      append({ kind: 'payout', payout });
    },
    balance: (code, amount) => {
      contents.balances.set(code, amount);
      append({ kind: 'balance', code, amount });
    },
    clock: (offsetMs) => {
      contents.offsetMs = offsetMs;
      append({ kind: 'clock', offsetMs });
    },
    open: () => {
      if (file === undefined && !closed) compact();
    },
    close: () => {
      closed = true;
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
};

const empty = (): JournalContents => ({
  payments: new Map(),
  payouts: new Map(),
  balances: new Map(),
  offsetMs: 0,
});

const linesNeeded = ({ payments, payouts, balances }: JournalContents): number =>
  payments.size + payouts.size + balances.size + 1;

const readJournal = (path: string): JournalContents => {
  const contents = empty();
  if (!existsSync(path)) return contents;
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.forEach((text, index) => {
    if (text === '') return;
    const line = readLine(text);
    // A kill during a write can damage the last line only; any other damage is an error.
    if (line === undefined && index === lines.length - 1) return;
    if (line === undefined) throw new Error(`${path}: line ${index + 1} is not readable`);
    keep(contents, line);
  });
  return contents;
};

const keep = (contents: JournalContents, line: Line): void => {
  if (line.kind === 'clock') contents.offsetMs = line.offsetMs;
  else if (line.kind === 'payment') contents.payments.set(line.payment.paymentId, line.payment);
  else if (line.kind === 'payout') contents.payouts.set(line.payout.payoutId, line.payout);
  else contents.balances.set(line.code, line.amount);
};

const readLine = (text: string): Line | undefined => {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
};

const writeCompacted = (path: string, { payments, payouts, balances, offsetMs }: JournalContents): void => {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  const file = openSync(draft, 'w');
  const write = (line: Line): void => writeWhole(file, `${JSON.stringify(line)}\n`);
  write({ kind: 'clock', offsetMs });
  for (const payment of payments.values()) write({ kind: 'payment', payment });
  for (const payout of payouts.values()) write({ kind: 'payout', payout });
  for (const [code, amount] of balances) write({ kind: 'balance', code, amount });
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
};

/** `writeSync` may write only part of the buffer. */
const writeWhole = (file: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
};
