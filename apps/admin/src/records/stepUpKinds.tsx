import CodeIcon from '@mui/icons-material/DialpadOutlined';
import PasskeyIcon from '@mui/icons-material/Fingerprint';
import RecoveryIcon from '@mui/icons-material/KeyOutlined';
import NoneIcon from '@mui/icons-material/LockOpenOutlined';
import type { ReactNode } from 'react';
import type { Withdrawal } from '../providers/records.ts';
import { t } from '../texts/t.ts';

export type StepUpKind = Withdrawal['approvals'][number]['stepUp'];

/** How a person confirmed an action. */
export const STEP_UP_KINDS: Record<StepUpKind, { text: string; icon: ReactNode }> = {
  passkey: { text: t('signed with a passkey'), icon: <PasskeyIcon /> },
  totp: { text: t('with an authenticator code'), icon: <CodeIcon /> },
  recovery_code: { text: t('with a recovery code'), icon: <RecoveryIcon /> },
  none: { text: t('without a second factor'), icon: <NoneIcon /> },
};
