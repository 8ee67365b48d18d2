import { CommandButton } from '../commands/CommandButton.tsx';
import { CommandDialog } from '../commands/CommandDialog.tsx';
import { useDesk } from '../providers/useDesk.ts';
import type { Staff } from '../providers/wire.ts';

/** Shuts a person out, or lets them in again. */
export function SetActiveStaffButton({ person }: { person: Staff }) {
  const desk = useDesk();
  const words = person.isActive
    ? { verb: 'Deactivate', explain: 'The person is signed out at once and cannot sign in. What they did stays recorded.', done: 'Account deactivated', call: desk.deactivateStaff }
    : { verb: 'Reactivate', explain: 'The person can sign in again, with the same role and password.', done: 'Account reactivated', call: desk.reactivateStaff };
  return (
    <CommandButton
      label={words.verb}
      color={person.isActive ? 'error' : 'primary'}
      permission="staff.manage"
      dialog={(close) => (
        <CommandDialog
          title={`${words.verb} this account?`}
          explain={words.explain}
          facts={[['Person', `${person.name} (${person.email})`]]}
          confirmLabel={`${words.verb} account`}
          danger={person.isActive}
          run={() => words.call({ id: person.id })}
          done={words.done}
          close={close}
        />
      )}
    />
  );
}
