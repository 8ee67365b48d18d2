import { CommandButton } from '../../commands/CommandButton.tsx';
import { ActionDialog } from '../../commands/ActionDialog.tsx';
import type { Staff } from '../../providers/records.ts';
import { t } from '../../texts/t.ts';

/** Deactivates or reactivates an account. Deactivating can be urgent and requires no second factor. */
export const SetActiveStaffButton = ({ person }: { person: Staff }) =>
  person.isActive ? <DeactivateButton person={person} /> : <ReactivateButton person={person} />;

function DeactivateButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label={t('Deactivate')}
      color="error"
      action="staff.deactivate"
      dialog={(close) => (
        <ActionDialog
          title={t('Deactivate this account?')}
          explain={t(
            'The person is signed out immediately and cannot sign in, and links they created stop working. Their actions stay in the audit log.',
          )}
          facts={[[t('Person'), `${person.name} (${person.email})`]]}
          confirmLabel={t('Deactivate account')}
          danger
          action="staff.deactivate"
          input={() => ({ id: person.id })}
          done={t('Account deactivated')}
          close={close}
        />
      )}
    />
  );
}

function ReactivateButton({ person }: { person: Staff }) {
  return (
    <CommandButton
      label={t('Reactivate')}
      action="staff.reactivate"
      dialog={(close) => (
        <ActionDialog
          title={t('Reactivate this account?')}
          explain={t('The person can sign in again, with the same role and password.')}
          facts={[[t('Person'), `${person.name} (${person.email})`]]}
          confirmLabel={t('Reactivate account')}
          action="staff.reactivate"
          input={() => ({ id: person.id })}
          done={t('Account reactivated')}
          close={close}
        />
      )}
    />
  );
}
