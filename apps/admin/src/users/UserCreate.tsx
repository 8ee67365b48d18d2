import { Create, email, required, TextInput, useNotify, useRedirect } from 'react-admin';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withoutEmpty } from '../pages/RecordForm.tsx';
import type { User } from '../providers/records.ts';

/** Adds a customer, or brings one with the same external id up to date. */
export function UserCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const onSuccess = (user: User) => {
    notify('User saved', { type: 'success' });
    redirect('show', 'users', user.id);
  };
  return (
    <>
      <PageHeader
        title="Create user"
        hint="A user with the same external id is brought up to date instead."
      />
      <Create<User>
        actions={false}
        title=" "
        sx={{ maxWidth: 640, '& .RaCreate-main': { mt: 0 } }}
        transform={withoutEmpty}
        mutationOptions={{ onSuccess }}
      >
        <RecordForm label="Save user">
          <TextInput
            source="externalId"
            label="External id"
            fullWidth
            validate={required('Please enter the id.')}
            helperText="The id that your app knows this customer by."
          />
          <TextInput
            source="username"
            label="Name"
            fullWidth
            validate={required('Please enter a name.')}
            helperText={false}
          />
          <TextInput
            source="email"
            label="E-mail (optional)"
            type="email"
            fullWidth
            validate={email('That does not look like an e-mail address.')}
            helperText={false}
          />
        </RecordForm>
      </Create>
    </>
  );
}
