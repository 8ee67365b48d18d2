import { Alert, Box, FormControlLabel, Radio, RadioGroup, Switch } from '@mui/material';
import type { ReactNode } from 'react';
import { Panel } from '../fields/Panel.tsx';
import { BandsEditor } from './BandsEditor.tsx';
import { type Draft, LIMIT_NAMES, type LimitName } from './draft.ts';
import { DraftInput } from './DraftInput.tsx';
import { durationText } from '../records/describePolicy.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

interface DraftFormProps {
  draft: Draft;
  errors: Record<string, string>;
  onChange: (draft: Draft) => void;
}

const LIMITS: Record<LimitName, string> = {
  dayUsd: t('Within 24 hours'),
  weekUsd: t('Within 7 days'),
  monthUsd: t('Within 30 days'),
};

const SECOND_FACTOR = [
  {
    id: 'always',
    name: t('Always'),
    detail: t('People without one must set one up before they can approve or complete anything.'),
  },
  { id: 'ifEnrolled', name: t('Only if the person has set one up'), detail: '' },
] as const;

const LOOK_ALIKE = [
  {
    id: 'refuse',
    name: t('Refuse the request'),
    detail: t('Safest. A user who really has two similar addresses has to contact you.'),
  },
  { id: 'extraApproval', name: t('Require one more approval'), detail: '' },
  {
    id: 'warn',
    name: t('Only show a warning'),
    detail: t('Staff see a warning on the request; nothing else happens.'),
  },
] as const;

/** Every rule of the policy, by topic. */
export function DraftForm({ draft, errors, onChange }: DraftFormProps) {
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <>
      <Panel title={t('Approvals')}>
        <Hint>
          {t(
            'How many different people must approve, by amount in US dollars. The person who requested a withdrawal never counts.',
          )}
        </Hint>
        <BandsEditor bands={draft.bands} errors={errors} onChange={(bands) => set({ bands })} />
        <FormControlLabel
          sx={{ mt: 1 }}
          control={
            <Switch
              checked={draft.bandsBy === 'userDay'}
              onChange={(_event, isDay) => set({ bandsBy: isDay ? 'userDay' : 'request' })}
            />
          }
          label={t('Count all requests of the user within 24 hours')}
        />
        {draft.bandsBy === 'request' && draft.bands.length > 1 && (
          <Alert severity="warning" sx={{ mt: 1 }}>
            {t('Whoever splits a withdrawal then avoids the higher bands.')}
          </Alert>
        )}
      </Panel>
      <Panel title={t('Four eyes and second factor')}>
        <FormControlLabel
          control={
            <Switch
              checked={draft.allowSamePerson}
              onChange={(_event, allowSamePerson) => set({ allowSamePerson })}
            />
          }
          label={t('One person alone may request, approve and complete')}
        />
        {draft.allowSamePerson && (
          <Alert severity="warning" sx={{ my: 1 }}>
            <Rich
              text={t(
                '<b>This turns four-eyes approval off.</b> One dishonest person, or one stolen session, can then pay out money. Use it only if the desk has a single member of staff. Everyone sees a warning while it is on.',
              )}
              tags={{ b: (content) => <strong>{content}</strong> }}
            />
          </Alert>
        )}
        <Box sx={{ mt: 1.5 }}>
          <Hint>
            {t(
              'Whoever made or approved a credit to a user neither approves nor completes a withdrawal that the user requests within these days.',
            )}
          </Hint>
        </Box>
        <Row>
          <DraftInput
            kind="count"
            label={t('Days after a credit')}
            unit={t('days')}
            value={draft.creditorDays}
            onChange={(creditorDays) => set({ creditorDays })}
            error={errors.creditorDays}
            helperText={t('0 for none, such as in a small team.')}
          />
        </Row>
        <Choice
          label={t('Require a second factor')}
          value={draft.secondFactor}
          options={SECOND_FACTOR}
          onChange={(secondFactor) => set({ secondFactor })}
        />
        {draft.secondFactor === 'ifEnrolled' && (
          <Alert severity="warning" sx={{ mt: 1 }}>
            {t(
              'The stolen password of a person without a second factor is then enough to approve a payout. Everyone sees a warning while this is set.',
            )}
          </Alert>
        )}
      </Panel>
      <LimitsPanel
        title={t('Limits per user')}
        hint={t(
          'The most that one user may withdraw, including the current request. Leave empty for no limit.',
        )}
        name="perUser"
        draft={draft}
        errors={errors}
        onChange={onChange}
      />
      <LimitsPanel
        title={t('Limits for all users')}
        hint={t('The most that all users together may withdraw. Leave empty for no limit.')}
        name="global"
        draft={draft}
        errors={errors}
        onChange={onChange}
      />
      <Panel title={t('Requests per user')}>
        <Hint>{t('Further requests within this time are refused. Leave both empty for no limit.')}</Hint>
        <Row>
          <DraftInput
            kind="count"
            label={t('Maximum requests')}
            value={draft.velocityRequests}
            onChange={(velocityRequests) => set({ velocityRequests })}
            error={errors['velocity.requests']}
          />
          <DraftInput
            kind="count"
            label={t('Within')}
            unit={t('hours')}
            value={draft.velocityHours}
            onChange={(velocityHours) => set({ velocityHours })}
            error={errors['velocity.hours']}
          />
        </Row>
      </Panel>
      <Panel title={t('Addresses')}>
        <Hint>
          {t(
            'A request to an address that the user was never paid at can be delayed before it may be approved. This leaves time to notice a stolen account.',
          )}
        </Hint>
        <Row>
          <DraftInput
            kind="count"
            label={t('Delay for new addresses')}
            unit={t('hours')}
            helperText={t('0 for no delay.')}
            value={draft.coolingHours}
            onChange={(coolingHours) => set({ coolingHours })}
            error={errors.coolingHours}
          />
        </Row>
        <Choice
          label={t('If an address looks like another address of the same user')}
          value={draft.lookAlike}
          options={LOOK_ALIKE}
          onChange={(lookAlike) => set({ lookAlike })}
        />
      </Panel>
      <Panel title={t('Rate')}>
        <Hint>
          {t(
            'The crypto amount is fixed at approval. After this time a new rate must be fixed before the payout.',
          )}
        </Hint>
        <Row>
          <DraftInput
            kind="count"
            label={t('Rate valid for')}
            unit={t('seconds')}
            value={draft.rateSeconds}
            onChange={(rateSeconds) => set({ rateSeconds })}
            error={errors.rateSeconds}
            {...(errors.rateSeconds === undefined && {
              helperText: durationText(Number(draft.rateSeconds)),
            })}
          />
        </Row>
      </Panel>
    </>
  );
}

const Hint = ({ children }: { children: ReactNode }) => (
  <Box sx={{ color: 'text.secondary', mb: 1 }}>{children}</Box>
);
const Row = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{
      display: 'grid',
      gap: 1.5,
      pt: 1,
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' },
    }}
  >
    {children}
  </Box>
);

function LimitsPanel({
  title,
  hint,
  name,
  draft,
  errors,
  onChange,
}: DraftFormProps & { title: string; hint: string; name: 'perUser' | 'global' }) {
  return (
    <Panel title={title}>
      <Hint>{hint}</Hint>
      <Row>
        {LIMIT_NAMES.map((limit) => (
          <DraftInput
            key={limit}
            kind="usd"
            label={LIMITS[limit]}
            value={draft[name][limit]}
            onChange={(value) => onChange({ ...draft, [name]: { ...draft[name], [limit]: value } })}
            error={errors[`${name}.${limit}`]}
          />
        ))}
      </Row>
    </Panel>
  );
}

interface ChoiceProps<Id extends string> {
  label: string;
  value: Id;
  options: readonly { id: Id; name: string; detail: string }[];
  onChange: (value: Id) => void;
}

function Choice<Id extends string>({ label, value, options, onChange }: ChoiceProps<Id>) {
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, mt: 1.5, p: 0 }}>
      <Box component="legend" sx={{ p: 0, mb: 0.25, color: 'text.secondary' }}>
        {label}
      </Box>
      <RadioGroup
        value={value}
        onChange={(_event, chosen) =>
          options.filter(({ id }) => id === chosen).forEach(({ id }) => onChange(id))
        }
      >
        {options.map(({ id, name, detail }) => (
          <FormControlLabel
            key={id}
            value={id}
            control={<Radio size="small" />}
            label={
              <>
                {name}
                {detail && (
                  <Box
                    component="span"
                    sx={{ display: 'block', color: 'text.secondary', fontSize: '0.85rem' }}
                  >
                    {detail}
                  </Box>
                )}
              </>
            }
            sx={{ alignItems: 'flex-start', my: 0.25, '& .MuiRadio-root': { py: 0.25 } }}
          />
        ))}
      </RadioGroup>
    </Box>
  );
}
