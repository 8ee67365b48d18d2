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
import { BacktestPanel, type BacktestRun } from './BacktestPanel.tsx';
import { DraftForm } from './DraftForm.tsx';
import { PolicyDiff } from '../records/PolicyDiff.tsx';
import { describePolicy } from '../records/describePolicy.ts';
import { PublishButton } from './PublishButton.tsx';
import { type Rebased, sameRules, useDraft } from './useDraft.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';

/** Creates the next version: edit, back-test, publish. */
export function PolicyEditor() {
  const { policy, error, refetch } = useCurrentPolicy();
  return (
    <CanAccess resource="policies" action="create" accessDenied={<AccessDenied />}>
      <PageHeader
        title={t('Edit withdrawal policy')}
        hint={t('Edit the rules, back-test them, then publish. Nothing changes until then.')}
      />
      {error && !policy && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !policy && (
        <Box role="status" aria-label={t('Loading')}>
          <Skeleton variant="rounded" height={220} />
        </Box>
      )}
      {policy && <Editor current={policy} />}
    </CanAccess>
  );
}

function Editor({ current }: { current: Policy }) {
  const notify = useNotify();
  const redirect = useRedirect();
  const setCurrentPolicy = useSetCurrentPolicy();
  const { base, draft, reading, isChanged, rebased, edit, rebase, discard } = useDraft(current);
  const [backtest, setBacktest] = useState<BacktestRun | null>(null);
  const [isSkipped, setSkipped] = useState(false);
  const { rules, errors } = reading;
  const isBacktested = backtest !== null && sameRules(rules, backtest.rules);
  const isOutdated = current.version !== base.version;
  const why = whyNot({ isBroken: rules === null, isChanged, isOutdated, isReady: isBacktested || isSkipped });

  // No changes to keep: start from the current version, not from the one this page loaded first.
  useEffect(() => {
    if (isOutdated && !isChanged) discard(current);
  }, [isOutdated, isChanged, discard, current]);

  const published = (policy: Policy) => {
    discard(policy);
    setCurrentPolicy(policy);
    notify(t('Version {version} is now in effect', { version: String(policy.version) }), { type: 'success' });
    redirect('list', 'policies');
  };
  const requested = () => {
    // The request holds it now: what is left of the draft would only be outdated when it is applied.
    discard(current);
    redirect('list', 'policies');
  };
  return (
    <>
      {isOutdated && isChanged && (
        <OutdatedAlert current={current} canRebase={rules !== null} onRebase={() => rebase(current)} />
      )}
      {!isOutdated && rebased && <RebasedAlert rebased={rebased} />}
      <PageColumns
        main={
          <Box data-typed sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <DraftForm draft={draft} errors={errors} onChange={edit} />
          </Box>
        }
        side={
          <Panel
            title={t('Your changes')}
            action={
              isChanged && (
                <Button color="inherit" onClick={() => discard(current)}>
                  {t('Discard')}
                </Button>
              )
            }
          >
            {rules === null ? (
              <Alert severity="error">{errorsText(Object.keys(errors).length)}</Alert>
            ) : (
              <PolicyDiff
                before={base.rules}
                after={rules}
                none={
                  base.version === 0
                    ? t('No changes to the initial policy.')
                    : t('No changes to version {version}.', { version: String(base.version) })
                }
              />
            )}
          </Panel>
        }
        stickySide
      />
      <Box sx={{ display: 'grid', gap: 2, mt: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <BacktestPanel rules={rules} backtest={backtest} isStale={!isBacktested} onDone={setBacktest} />
        <Panel title={t('Publish')}>
          <Box sx={{ color: 'text.secondary', mb: 1 }}>
            {t('Applies to every request from then on, including those already waiting.')}
          </Box>
          {!isBacktested && (
            <FormControlLabel
              control={
                <Checkbox
                  size="small"
                  checked={isSkipped}
                  onChange={(_event, checked) => setSkipped(checked)}
                />
              }
              label={t('Publish without a back-test')}
              sx={{ mb: 1 }}
            />
          )}
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
            <PublishButton
              base={base}
              rules={rules}
              backtest={isBacktested ? backtest : null}
              why={why}
              onPublished={published}
              onRequested={requested}
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

const errorsText = (count: number): string =>
  plural(count, { one: '{count} field has an error.', other: '{count} fields have errors.' });

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
  if (isBroken) return t('Correct the highlighted fields first.');
  if (isOutdated) return t('A newer version was published. Apply your changes to it first.');
  if (!isChanged) return t('No changes yet.');
  return isReady ? null : t('Run the back-test first, or choose to publish without one.');
}

function OutdatedAlert({
  current: { version, publishedBy, publishedAt, note },
  canRebase,
  onRebase,
}: {
  current: Policy;
  canRebase: boolean;
  onRebase: () => void;
}) {
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <Rich
        text={
          publishedBy === null
            ? t(
                '<b>Someone published version {version} while you were editing</b>, <time></time>: “<note></note>”',
                { version: String(version) },
              )
            : t(
                '<b>{name} published version {version} while you were editing</b>, <time></time>: “<note></note>”',
                { name: publishedBy, version: String(version) },
              )
        }
        tags={{
          b: (content) => <strong>{content}</strong>,
          time: () => <TimeText at={publishedAt} />,
          note: () => note,
        }}
      />{' '}
      {t('Your changes are kept. Everything you have not changed follows the new version.')}
      <Box sx={{ mt: 1 }}>
        <Button variant="outlined" color="inherit" onClick={onRebase} disabled={!canRebase}>
          {t('Apply my changes to it')}
        </Button>
      </Box>
    </Alert>
  );
}

function RebasedAlert({ rebased: { onto, conflicts } }: { rebased: Rebased }) {
  const titles = describePolicy(onto.rules)
    .filter(({ id }) => conflicts.includes(id))
    .map(({ title }) => title);
  return (
    <Alert severity={titles.length > 0 ? 'warning' : 'success'} sx={{ mb: 2 }}>
      {t('Your changes are now based on version {version}.', { version: String(onto.version) })}{' '}
      {titles.length > 0 && (
        <Rich
          text={t(
            'You both changed <b>{topics}</b>: your values are kept. Compare them under “Your changes”.',
            {
              topics: titles.join(', '),
            },
          )}
          tags={{ b: (content) => <strong>{content}</strong> }}
        />
      )}
    </Alert>
  );
}
