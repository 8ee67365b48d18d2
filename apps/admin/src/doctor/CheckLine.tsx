import type { DoctorState } from '@paydesk/types';
import type { BadgeColor } from '@paydesk/types/rules';
import type { SvgIconComponent } from '@mui/icons-material';
import FineIcon from '@mui/icons-material/CheckCircleOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlined';
import NoticeIcon from '@mui/icons-material/InfoOutlined';
import SkippedIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box } from '@mui/material';
import { Badge } from '../fields/Badge.tsx';
import { StatusLine } from '../fields/StatusLine.tsx';
import type { DoctorCheck } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { asSentence, useServerSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

interface StateLook {
  name: string;
  icon: SvgIconComponent;
  color: BadgeColor;
  tone: 'good' | 'neutral' | 'warning' | 'bad';
}

const STATES: Record<DoctorState, StateLook> = {
  failed: { name: t('Failed'), icon: FailedIcon, color: 'danger', tone: 'bad' },
  warning: { name: t('Warning'), icon: WarningIcon, color: 'warning', tone: 'warning' },
  notice: { name: t('Notice'), icon: NoticeIcon, color: 'info', tone: 'neutral' },
  ok: { name: t('In order'), icon: FineIcon, color: 'success', tone: 'good' },
  skipped: { name: t('Not checked'), icon: SkippedIcon, color: 'secondary', tone: 'neutral' },
};

/** One check: its state as a word and an icon, what was found, and what a person does about it. */
export function CheckLine({ check: { name, state, title, found, advice, link } }: { check: DoctorCheck }) {
  const { name: word, icon: Icon, color, tone } = STATES[state];
  const written = useServerSentence();
  const needsPerson = state === 'failed' || state === 'warning';
  return (
    <Box component="li" data-check={name} data-state={state}>
      <StatusLine tone={tone} icon={<Icon aria-hidden />}>
        <Badge color={color}>{word}</Badge>{' '}
        <Box component="span" sx={{ fontWeight: needsPerson ? 650 : undefined }}>
          {written(title, asSentence)}
        </Box>{' '}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {written(found)}
        </Box>
        {needsPerson && (
          <Box sx={{ mt: 0.25 }}>
            <Rich
              text={t('What to do: <advice></advice>')}
              tags={{
                advice: () => (
                  <>
                    {written(advice)} <code dir="ltr">{link}</code>
                  </>
                ),
              }}
            />
          </Box>
        )}
      </StatusLine>
    </Box>
  );
}
