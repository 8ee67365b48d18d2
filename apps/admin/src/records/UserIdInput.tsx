import { required, useGetOne, useInput, ValidationError } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { RecordPicker } from '../fields/RecordPicker.tsx';
import type { User } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** Finds a customer by name, e-mail or external id, for a form's `userId`. */
export function UserIdInput() {
  const { field, fieldState } = useInput({
    source: 'userId',
    validate: required(t('Please choose a user.')),
  });
  const id = String(field.value ?? '');
  const { data } = useGetOne<User>('users', { id }, { enabled: id !== '' });
  return (
    <RecordPicker<User>
      resource="users"
      label={t('User')}
      value={id === '' ? null : (data ?? null)}
      onChange={(user) => field.onChange(user?.id ?? '')}
      textOf={userText}
      sort={{ field: 'username', order: 'ASC' }}
      error={fieldState.error?.message && <ValidationError error={fieldState.error.message} />}
      helperText={t('Type a name, an e-mail address or an external id.')}
    />
  );
}

/** A customer in one line of a choice. */
export const userText = ({ username, externalId, isFrozen }: User): string =>
  isFrozen ? t('{username} ({externalId}), frozen', { username, externalId }) : `${username} (${externalId})`;

/** The user that a link to a form named in its address (`?userId=…`). */
export function useUserIdParam(): string | undefined {
  return new URLSearchParams(useLocation().search).get('userId') ?? undefined;
}
