import { ActorText } from '../fields/ActorText.tsx';
import { ChainHash } from '../fields/ChainHash.tsx';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Withdrawal } from '../providers/wire.ts';

/** Where the money shall go, and who asked for it. */
export const WithdrawalFacts = ({ withdrawal }: { withdrawal: Withdrawal }) => (
  <Facts
    facts={[
      ['To address', <CopyText key="address" text={withdrawal.walletAddress} label="address" />],
      [withdrawal.extraIdName ?? 'Memo', withdrawal.extraId && <CopyText key="memo" text={withdrawal.extraId} label={withdrawal.extraIdName ?? 'memo'} />],
      ['Currency', `${withdrawal.currencyDisplayName} (${withdrawal.currencyCode})`],
      ['Network', withdrawal.networkName],
      ['Requested', <TimeText key="created" at={withdrawal.createdAt} />],
      ['Requested by', <ActorText key="by" actor={withdrawal.requestedBy} />],
      ['Transaction hash', <ChainHash key="hash" hash={withdrawal.transactionHash} explorerLink={withdrawal.explorerLink} />],
      ['Staff notes', withdrawal.adminNotes && <span key="notes" style={{ whiteSpace: 'pre-wrap' }}>{withdrawal.adminNotes}</span>],
      ['Id', <CopyText key="id" text={withdrawal.id} label="id" />],
    ]}
  />
);
