import { SaveButton, Toolbar } from 'react-admin';

/** The one button of a form, named after what it does. */
export const FormToolbar = ({ label }: { label: string }) => (
  <Toolbar>
    <SaveButton label={label} icon={<></>} />
  </Toolbar>
);
