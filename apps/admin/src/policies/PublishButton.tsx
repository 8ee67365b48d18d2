import { Alert, Box } from '@mui/material';
import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { reasonOf } from '../providers/httpError.ts';
import type { Policy, PolicyRules } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import type { Trial } from './BacktestPanel.tsx';
import { PolicyDiff } from './PolicyDiff.tsx';

interface PublishButtonProps {
  base: Policy;
  /** Null while the draft has mistakes. */
  rules: PolicyRules | null;
  /** Null when the back-test was skipped. */
  trial: Trial | null;
  why: string | null;
  onPublished: (policy: Policy) => void;
  /** Somebody else was faster. */
  onOvertaken: () => void;
}

const ONE_PERSON = 'one person';

/** Puts the draft in force: shows once more what changes, and asks for a reason and the second factor. */
export function PublishButton({ base, rules, trial, why, onPublished, onOvertaken }: PublishButtonProps) {
  return (
    <CommandButton
      label="Publish"
      variant="contained"
      permission="policies.write"
      can={why === null ? { allowed: true } : { allowed: false, why }}
      dialog={(close) =>
        rules && (
          <CommandDialog<Policy>
            title="Publish this policy?"
            explain={
              <Box sx={{ display: 'grid', gap: 1.5 }}>
                <div>From now on it decides about every withdrawal, also about those that wait already.</div>
                <Box
                  sx={{
                    p: 1.5,
                    border: 1,
                    borderColor: 'divider',
                    borderRadius: 1,
                    backgroundColor: 'background.default',
                    maxHeight: 320,
                    overflowY: 'auto',
                  }}
                  tabIndex={0}
                  role="region"
                  aria-label="What changes"
                >
                  <PolicyDiff before={base.rules} after={rules} />
                </Box>
                {trial ? (
                  <div>{trialWords(trial)}</div>
                ) : (
                  <Alert severity="warning">
                    Published without a back-test: nobody has looked at what it would have done.
                  </Alert>
                )}
              </Box>
            }
            fields={[
              ...(rules.allowSamePerson && !base.rules.allowSamePerson
                ? [
                    {
                      name: 'confirmation',
                      label: `Type “${ONE_PERSON}”`,
                      required: true,
                      equals: ONE_PERSON,
                      helperText: 'From now on one person alone can pay out money.',
                    },
                  ]
                : []),
              noteField('Why'),
            ]}
            confirmLabel={`Publish version ${base.version + 1}`}
            stepUp={() => ({ kind: 'publishPolicy', baseVersion: base.version, rules })}
            run={async ({ note = '' }, _key, proof) => {
              try {
                return await trpc.policies.publish.mutate({
                  rules,
                  note,
                  baseVersion: base.version,
                  ...(proof && { proof }),
                });
              } catch (error) {
                if (reasonOf(error) === 'POLICY_CHANGED') {
                  close();
                  onOvertaken();
                }
                throw error;
              }
            }}
            done={null}
            onDone={onPublished}
            close={close}
          />
        )
      }
    />
  );
}

function trialWords({ result: { days, passed, delayed, stopped } }: Trial): string {
  return `Over the last ${days} days it would have let ${passed} pass, delayed ${delayed} and stopped ${stopped}.`;
}
