import { Alert, Box, Button, Checkbox, FormControlLabel, Skeleton } from '@mui/material';
import { useEffect, useState } from 'react';
import { AccessDenied, CanAccess, useNotify, useRedirect } from 'react-admin';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import type { Policy } from '../providers/records.ts';
import { useCurrentPolicy, useSetCurrentPolicy } from '../records/useCurrentPolicy.ts';
import { BacktestPanel, type Trial } from './BacktestPanel.tsx';
import { DraftForm } from './DraftForm.tsx';
import { PolicyDiff } from './PolicyDiff.tsx';
import { policyWords } from './policyWords.ts';
import { PublishButton } from './PublishButton.tsx';
import { type Rebased, sameRules, useDraft } from './useDraft.ts';

/** Makes the next version: change, try on the past, publish. */
export function PolicyEditor() {
  const { policy, error, refetch } = useCurrentPolicy();
  return (
    <CanAccess resource="policies" action="create" accessDenied={<AccessDenied />}>
      <PageHeader
        title="Change the withdrawal policy"
        hint="Change the rules, try them on the past, then publish them. Until then nothing changes."
      />
      {error && !policy && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !policy && (
        <Box role="status" aria-label="Loading">
          <Skeleton variant="rounded" height={220} />
        </Box>
      )}
      {policy && <Editor current={policy} reload={async () => (await refetch()).data ?? policy} />}
    </CanAccess>
  );
}

function Editor({ current, reload }: { current: Policy; reload: () => Promise<Policy> }) {
  const notify = useNotify();
  const redirect = useRedirect();
  const setCurrentPolicy = useSetCurrentPolicy();
  const { base, draft, reading, isChanged, rebased, edit, rebase, discard } = useDraft(current);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [isSkipped, setSkipped] = useState(false);
  const { rules, errors } = reading;
  const isTried = trial !== null && sameRules(rules, trial.rules);
  const isOutdated = current.version !== base.version;
  const why = whyNot({ isBroken: rules === null, isChanged, isOutdated, isReady: isTried || isSkipped });

  // Nothing of mine to keep: begin with what is in force, not with what this page had in memory.
  useEffect(() => {
    if (isOutdated && !isChanged) discard(current);
  }, [isOutdated, isChanged, discard, current]);

  const published = (policy: Policy) => {
    discard(policy);
    setCurrentPolicy(policy);
    notify(`Version ${policy.version} of the policy is in force`, { type: 'success' });
    redirect('list', 'policies');
  };
  return (
    <>
      {isOutdated && isChanged && (
        <Outdated current={current} canRebase={rules !== null} onRebase={() => rebase(current)} />
      )}
      {!isOutdated && rebased && <BroughtOver rebased={rebased} />}
      <PageColumns
        main={<DraftForm draft={draft} errors={errors} onChange={edit} />}
        side={
          <Panel
            title="Your changes"
            action={
              isChanged && (
                <Button color="inherit" onClick={() => discard(current)}>
                  Discard them
                </Button>
              )
            }
          >
            {rules === null ? (
              <Alert severity="error">{mistakeWords(Object.keys(errors).length)}</Alert>
            ) : (
              <PolicyDiff
                before={base.rules}
                after={rules}
                none={`None yet: this is ${base.version === 0 ? 'the policy as installed' : `version ${base.version}`}.`}
              />
            )}
          </Panel>
        }
        stickySide
      />
      <Box sx={{ display: 'grid', gap: 2, mt: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <BacktestPanel rules={rules} trial={trial} isStale={!isTried} onTried={setTrial} />
        <Panel title="Publish">
          <Box sx={{ color: 'text.secondary', mb: 1 }}>
            From then on it decides about every request, also about those that wait already.
          </Box>
          {!isTried && (
            <FormControlLabel
              control={
                <Checkbox
                  size="small"
                  checked={isSkipped}
                  onChange={(_event, checked) => setSkipped(checked)}
                />
              }
              label="Publish without a back-test"
              sx={{ mb: 1 }}
            />
          )}
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
            <PublishButton
              base={base}
              rules={rules}
              trial={isTried ? trial : null}
              why={why}
              onPublished={published}
              onOvertaken={() => void reload()}
            />
            {why !== null && (
              <Box sx={{ flex: '1 1 180px', color: 'text.secondary', fontSize: '0.88rem' }}>{why}</Box>
            )}
          </Box>
        </Panel>
      </Box>
    </>
  );
}

const mistakeWords = (count: number): string =>
  count === 1 ? 'One field needs a look: it is marked.' : `${count} fields need a look: they are marked.`;

function whyNot({
  isBroken,
  isChanged,
  isOutdated,
  isReady,
}: {
  isBroken: boolean;
  isChanged: boolean;
  isOutdated: boolean;
  isReady: boolean;
}): string | null {
  if (isBroken) return 'Correct the marked fields first.';
  if (isOutdated) return 'Somebody else has published a newer version: bring your changes over first.';
  if (!isChanged) return 'Nothing is changed yet.';
  return isReady ? null : 'Run the back-test first, or say that you publish without one.';
}

function Outdated({
  current,
  canRebase,
  onRebase,
}: {
  current: Policy;
  canRebase: boolean;
  onRebase: () => void;
}) {
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <strong>
        {current.publishedBy ?? 'Somebody'} has published version {current.version} meanwhile
      </strong>
      , <TimeText at={current.publishedAt} />: “{current.note}” Your changes are kept; what you have not
      touched becomes theirs.
      <Box sx={{ mt: 1 }}>
        <Button variant="outlined" color="inherit" onClick={onRebase} disabled={!canRebase}>
          Bring my changes over
        </Button>
      </Box>
    </Alert>
  );
}

function BroughtOver({ rebased: { onto, conflicts } }: { rebased: Rebased }) {
  const titles = policyWords(onto.rules)
    .filter(({ id }) => conflicts.includes(id))
    .map(({ title }) => title);
  return (
    <Alert severity={titles.length > 0 ? 'warning' : 'success'} sx={{ mb: 2 }}>
      Your changes now stand on version {onto.version}.{' '}
      {titles.length > 0 && (
        <>
          Both of you changed <strong>{titles.join(', ')}</strong>: yours is kept. Compare under “Your
          changes”.
        </>
      )}
    </Alert>
  );
}
