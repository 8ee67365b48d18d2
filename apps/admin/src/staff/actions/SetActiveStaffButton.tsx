import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Staff } from '../../providers/records.ts';

/** Deactivates or reactivates an account. Deactivating can be urgent and requires no second factor. */
export const SetActiveStaffButton = ({ person }: { person: Staff }) =>
  person.isActive ? <DeactivateButton person={person} /> : <ReactivateButton person={person} />;

function DeactivateButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label="Deactivate"
      color="error"
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title="Deactivate this account?"
          explain="The person is signed out immediately and cannot sign in, and links they created stop working. Their actions stay in the audit log."
          facts={[['Person', `${person.name} (${person.email})`]]}
          confirmLabel="Deactivate account"
          danger
          action="staff.deactivate"
          input={() => ({ id: person.id })}
          done="Account deactivated"
          close={close}
        />
      )}
    />
  );
}

function ReactivateButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label="Reactivate"
      permission="staff.manage"
      dialog={(close) => (
        <ActionDialog
          title="Reactivate this account?"
          explain="The person can sign in again, with the same role and password."
          facts={[['Person', `${person.name} (${person.email})`]]}
          confirmLabel="Reactivate account"
          action="staff.reactivate"
          input={() => ({ id: person.id })}
          done="Account reactivated"
          close={close}
        />
      )}
    />
  );
}
