import { ActionBar } from '../../commands/ActionBar.tsx';
import type { User } from '../../providers/records.ts';
import { AdjustButton } from './AdjustButton.tsx';
import { AnonymizeButton } from './AnonymizeButton.tsx';
import { BonusButton } from './BonusButton.tsx';
import { ChargeButton } from './ChargeButton.tsx';
import { EndSessionsButton } from './EndSessionsButton.tsx';
import { FreezeButton } from './FreezeButton.tsx';

/** The actions of staff on a customer. Each is shown only to people who may use it. */
export function UserActions({ user }: { user: User }) {
  return (
    <ActionBar>
      <ChargeButton user={user} />
      <BonusButton user={user} />
      <AdjustButton user={user} />
      <FreezeButton user={user} />
      <EndSessionsButton user={user} />
      <AnonymizeButton user={user} />
    </ActionBar>
  );
}
