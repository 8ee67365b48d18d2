import { Alert, Box } from '@mui/material';
import { CommandButton } from '../commands/CommandButton.tsx';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { reasonOf } from '../providers/httpError.ts';
import type { Policy, PolicyRules } from '../providers/records.ts';
import type { BacktestRun } from './BacktestPanel.tsx';
import { PolicyDiff } from '../records/PolicyDiff.tsx';
import { FRAMED } from '../theme/framed.ts';
import { plural, t } from '../texts/t.ts';

interface PublishButtonProps {
  base: Policy;
  /** Null while the draft has errors. */
  rules: PolicyRules | null;
  /** Null when the back-test was skipped. */
  backtest: BacktestRun | null;
  why: string | null;
  onPublished: (policy: Policy) => void;
  /** It waits for another person. */
  onRequested: () => void;
}

const ONE_PERSON = t('one person');

/** Publishes the draft: repeats what changes, and asks for a reason and a second factor. */
export function PublishButton({ base, rules, backtest, why, onPublished, onRequested }: PublishButtonProps) {
  return (
    <CommandButton
      label={t('Publish')}
      variant="contained"
      action="policies.publish"
      can={why === null ? { allowed: true } : { allowed: false, why }}
      dialog={(close) =>
        rules && (
          <ActionDialog
            title={t('Publish this policy?')}
            explain={
              <Box sx={{ display: 'grid', gap: 1.5 }}>
                <div>{t('It applies to every withdrawal from now on, including those already waiting.')}</div>
                <Box
                  sx={{
                    ...FRAMED,
                    maxHeight: 320,
                    overflowY: 'auto',
                  }}
                  tabIndex={0}
                  role="region"
                  aria-label={t('What changes')}
                >
                  <PolicyDiff before={base.rules} after={rules} />
                </Box>
                {backtest ? (
                  <div>{backtestText(backtest)}</div>
                ) : (
                  <Alert severity="warning">
                    {t('Not back-tested: the effect on past withdrawals is unknown.')}
                  </Alert>
                )}
              </Box>
            }
            fields={[
              ...(rules.allowSamePerson && !base.rules.allowSamePerson
                ? [
                    {
                      name: 'confirmation',
                      label: t('Type “{phrase}”', { phrase: ONE_PERSON }),
                      required: true,
                      equals: ONE_PERSON,
                      helperText: t('One person alone will be able to pay out money.'),
                    },
                  ]
                : []),
              noteField(t('Why')),
            ]}
            confirmLabel={t('Publish version {version}', { version: String(base.version + 1) })}
            action="policies.publish"
            input={({ note = '' }) => ({ rules, note, baseVersion: base.version })}
            onFailure={(error) => {
              // The editor shows the version in force, which every command loads again.
              if (reasonOf(error) === 'POLICY_CHANGED') close();
            }}
            done={null}
            onDone={onPublished}
            onRequested={onRequested}
            close={close}
          />
        )
      }
    />
  );
}

function backtestText({ result: { days, passed, delayed, stopped } }: BacktestRun): string {
  return plural(
    days,
    {
      one: 'Over the last {count} day it would have passed {passed}, delayed {delayed} and stopped {stopped}.',
      other:
        'Over the last {count} days it would have passed {passed}, delayed {delayed} and stopped {stopped}.',
    },
    { passed, delayed, stopped },
  );
}
