import { useMay } from '../providers/permissions.ts';
import type { User } from '../providers/records.ts';
import { AdjustButton } from './AdjustButton.tsx';
import { AnonymizeButton } from './AnonymizeButton.tsx';
import { BonusButton } from './BonusButton.tsx';
import { ChargeButton } from './ChargeButton.tsx';
import { EndSessionsButton } from './EndSessionsButton.tsx';
import { FreezeButton } from './FreezeButton.tsx';

/** What staff may do with a customer; postings by hand are shown to those who may make them. */
export function UserActions({ user }: { user: User }) {
  const may = useMay();
  return (
    <>
      {may('transactions.charge') && <ChargeButton user={user} />}
      {may('transactions.bonus') && <BonusButton user={user} />}
      {may('transactions.adjust') && <AdjustButton user={user} />}
      <FreezeButton user={user} />
      <EndSessionsButton user={user} />
      <AnonymizeButton user={user} />
    </>
  );
}
