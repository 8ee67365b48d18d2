import { Alert } from '@mui/material';
import { useState } from 'react';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { shortUsd } from '../fields/formats.ts';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { useMay } from '../providers/permissions.ts';
import type { BalanceVerify } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { plural, t } from '../texts/t.ts';

/** Verifies the customer's hash chain and recomputes the balance. */
export function VerifyPanel({ userId }: { userId: string }) {
  const allowed = useMay()('balances.verify');
  const [result, setResult] = useState<BalanceVerify | null>(null);
  const { run, busy, error } = useCommand(trpc.balances.verify.mutate, null, setResult);
  if (!allowed) return null;
  return (
    <Panel title={t('Verify')}>
      <p style={{ marginTop: 0 }}>
        {t(
          'Recomputes the hash of every ledger row and their sum, and compares them with the stored values.',
        )}
      </p>
      <PermittedButton
        action="balances.verify"
        variant="outlined"
        disabled={busy}
        onClick={() => run({ userId })}
      >
        {busy ? t('Verifying…') : t('Verify the chain')}
      </PermittedButton>
      <div role="status" style={{ marginTop: 12 }}>
        {result && <Outcome result={result} />}
      </div>
      {error && <Alert severity="error">{error}</Alert>}
    </Panel>
  );
}

function Outcome({ result }: { result: BalanceVerify }) {
  if (result.ok)
    return (
      <Alert severity="success">
        {plural(
          result.checkedTransactions,
          {
            one: 'All {count} rows are intact; they sum to {sum}.',
            other: 'All {count} rows are intact; they sum to {sum}.',
          },
          { sum: shortUsd(result.sumUsd) },
        )}
      </Alert>
    );
  const bad = result.firstBad;
  return (
    <Alert severity="error">
      {brokenText(bad?.seq ?? null, bad?.problem ?? t('unknown problem'))}{' '}
      {bad?.transactionId && (
        <RowLink resource="transactions" id={bad.transactionId}>
          {t('Open the row')}
        </RowLink>
      )}
    </Alert>
  );
}

const brokenText = (seq: number | null, problem: string): string =>
  seq === null
    ? t('The chain is broken: {problem}.', { problem })
    : t('The chain is broken at row {seq}: {problem}.', { seq: String(seq), problem });
