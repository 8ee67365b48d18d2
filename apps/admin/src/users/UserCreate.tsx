import { Create, email, required, TextInput, useNotify, useRedirect } from 'react-admin';
import { PageHeader } from '../pages/PageHeader.tsx';
import { RecordForm, withoutEmpty } from '../pages/RecordForm.tsx';
import type { User } from '../providers/records.ts';

/** Creates a customer, or updates the one with the same external id. */
export function UserCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const onSuccess = (user: User) => {
    notify('User saved', { type: 'success' });
    redirect('show', 'users', user.id);
  };
  return (
    <>
      <PageHeader title="Create user" hint="A user with the same external id is updated instead." />
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
            helperText="The id of this customer in your app."
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
            validate={email('Please enter a valid e-mail address.')}
            helperText={false}
          />
        </RecordForm>
      </Create>
    </>
  );
}
