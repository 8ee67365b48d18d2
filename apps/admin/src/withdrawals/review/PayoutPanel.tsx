import WarningIcon from '@mui/icons-material/WarningAmber';
import { Alert, Box, Typography } from '@mui/material';
import { ChainHash } from '../../fields/CopyText.tsx';
import { shortUsd } from '../../fields/formats.ts';
import { Panel } from '../../fields/Panel.tsx';
import type { Withdrawal, WithdrawalReview } from '../../providers/records.ts';
import { AddressText, CopyButton } from './AddressText.tsx';
import { CryptoToSend } from './CryptoToSend.tsx';
import { FeeLines } from './FeeLines.tsx';
import { QuotedThen } from './QuotedThen.tsx';
import { FRAMED } from '../../theme/framed.ts';
import { t } from '../../texts/t.ts';
import { inSentence } from '../../texts/inSentence.ts';

interface PayoutPanelProps {
  review: WithdrawalReview;
  receivedAt: number;
}

/**
 * What is sent, where to, and at what rate: the figures to compare and to copy.
 */
export function PayoutPanel({ review, receivedAt }: PayoutPanelProps) {
  const { withdrawal } = review;
  return (
    <Panel title={withdrawal.status === 'completed' ? t('Paid') : t('To pay out')}>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(0, 3fr) minmax(200px, 2fr)' },
          }}
        >
          <Box>
            <Label>{withdrawal.status === 'completed' ? t('Sent') : t('To send')}</Label>
            <CryptoToSend review={review} receivedAt={receivedAt} />
            <Box sx={{ color: 'text.secondary', mt: 0.5 }}>
              {t('{amount} after fees', { amount: shortUsd(withdrawal.finalAmountUsd) })}
            </Box>
            <QuotedThen withdrawal={withdrawal} />
          </Box>
          <FeeLines withdrawal={withdrawal} />
        </Box>
        <Destination withdrawal={withdrawal} />
        {withdrawal.transactionHash !== null && (
          <Box>
            <Label>{t('Transaction hash')}</Label>
            <ChainHash hash={withdrawal.transactionHash} explorerLink={withdrawal.explorerLink} />
          </Box>
        )}
      </Box>
    </Panel>
  );
}

const Label = ({ children }: { children: string }) => (
  <Typography component="h3" sx={{ fontSize: '0.82rem', fontWeight: 600, color: 'text.secondary', mb: 0.5 }}>
    {children}
  </Typography>
);

function Destination({ withdrawal }: { withdrawal: Withdrawal }) {
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box
        sx={{
          ...FRAMED,
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          alignItems: 'center',
          justifyContent: 'space-between',
        }}
      >
        <Box sx={{ minWidth: 0, flex: '1 1 240px' }}>
          <Label>{t('To this address on {network}', { network: withdrawal.networkName })}</Label>
          <AddressText address={withdrawal.walletAddress} />
        </Box>
        <CopyButton text={withdrawal.walletAddress} what={t('address')} />
      </Box>
      <Memo withdrawal={withdrawal} />
      {withdrawal.addressConfirmation !== null && (
        <Alert severity="warning">
          {t('Addresses on {network} cannot be checked. Staff confirmed this one: “{note}”', {
            network: withdrawal.networkName,
            note: withdrawal.addressConfirmation,
          })}
        </Alert>
      )}
    </Box>
  );
}

/** Money that is sent without its memo is lost, so the memo stands out. */
function Memo({ withdrawal: { extraId, extraIdName } }: { withdrawal: Withdrawal }) {
  const name = extraIdName ?? t('Memo');
  if (extraId === null)
    return extraIdName === null ? null : (
      <Box sx={{ color: 'text.secondary' }}>
        {t('No {name}: none was given, and the network does not require one.', {
          name: inSentence(name),
        })}
      </Box>
    );
  return (
    <Box
      sx={{
        border: 2,
        borderColor: 'warning.main',
        borderRadius: 1,
        p: 1.5,
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1.5,
        alignItems: 'center',
        justifyContent: 'space-between',
      }}
    >
      <Box sx={{ minWidth: 0, flex: '1 1 240px' }}>
        <Box
          component="h3"
          sx={{
            m: 0,
            mb: 0.5,
            display: 'flex',
            alignItems: 'center',
            gap: 0.75,
            fontSize: '0.9rem',
            fontWeight: 700,
            color: 'warning.main',
          }}
        >
          <WarningIcon fontSize="small" /> {t('{name} – without it the money is lost', { name })}
        </Box>
        <Box
          component="span"
          className="mono"
          sx={{ fontSize: '1.15rem', fontWeight: 700, overflowWrap: 'anywhere' }}
        >
          {extraId}
        </Box>
      </Box>
      <CopyButton text={extraId} what={inSentence(name)} />
    </Box>
  );
}
