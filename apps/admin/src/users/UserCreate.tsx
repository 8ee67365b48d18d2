import { Create, email, required, TextInput, useNotify, useRedirect } from 'react-admin';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withoutEmpty } from '../pages/RecordForm.tsx';
import type { User } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** Creates a customer, or updates the one with the same external id. */
export function UserCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const onSuccess = (user: User) => {
    notify(t('User saved'), { type: 'success' });
    redirect('show', 'users', user.id);
  };
  return (
    <>
      <PageHeader title={t('Create user')} hint={t('A user with the same external id is updated instead.')} />
      <Create<User>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withoutEmpty}
        mutationOptions={{ onSuccess }}
      >
        <RecordForm label={t('Save user')}>
          <TextInput
            source="externalId"
            label={t('External id')}
            fullWidth
            validate={required(t('Please enter the id.'))}
            helperText={t('The id of this customer in your app.')}
          />
          <TextInput
            source="username"
            label={t('Name')}
            fullWidth
            validate={required(t('Please enter a name.'))}
            helperText={false}
          />
          <TextInput
            source="email"
            label={t('E-mail (optional)')}
            type="email"
            fullWidth
            validate={email(t('Please enter a valid e-mail address.'))}
            helperText={false}
          />
        </RecordForm>
      </Create>
    </>
  );
}
