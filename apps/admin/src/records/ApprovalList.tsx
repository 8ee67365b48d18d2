import WaitIcon from '@mui/icons-material/RadioButtonUnchecked';
import BadIcon from '@mui/icons-material/ReportOutlined';
import { Box } from '@mui/material';
import { StatusLine } from '../fields/StatusLine.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { STEP_UP_KINDS, type StepUpKind } from './stepUpKinds.tsx';
import { t } from '../texts/t.ts';

interface Approval {
  id: string;
  name: string;
  createdAt: string;
  stepUp: StepUpKind;
  note: string | null;
  /** It was given for what is approved now; the others do not count. */
  counts: boolean;
}

interface ApprovalListProps {
  approvals: readonly Approval[];
  /** Who is still needed; null: no one. */
  missing: string | null;
}

/** Who has approved, when and how, and what is missing. */
export const ApprovalList = ({ approvals, missing }: ApprovalListProps) => (
  <Box
    component="ol"
    aria-label={t('Approvals')}
    sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}
  >
    {approvals.map((approval) => (
      <li key={approval.id}>
        <ApprovalLine approval={approval} />
      </li>
    ))}
    {missing !== null && (
      <li>
        <StatusLine tone="neutral" icon={<WaitIcon />}>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {missing}
          </Box>
        </StatusLine>
      </li>
    )}
    {missing === null && approvals.length === 0 && (
      <Box component="li" sx={{ color: 'text.secondary' }}>
        {t('No approvals.')}
      </Box>
    )}
  </Box>
);

function ApprovalLine({ approval: { name, createdAt, stepUp, note, counts } }: { approval: Approval }) {
  const { text, icon } = STEP_UP_KINDS[stepUp];
  return (
    <StatusLine
      tone={!counts ? 'bad' : stepUp === 'none' ? 'warning' : 'good'}
      icon={counts ? icon : <BadIcon />}
    >
      <Box component="span" sx={{ fontWeight: 600 }}>
        {name}
      </Box>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        · <TimeText at={createdAt} /> · {text}
      </Box>
      {!counts && (
        <Box sx={{ color: 'error.main', fontWeight: 600 }}>
          {t('Does not count: it was given for different content.')}
        </Box>
      )}
      {note !== null && <Box sx={{ fontSize: '0.88rem' }}>{t('“{text}”', { text: note })}</Box>}
    </StatusLine>
  );
}
