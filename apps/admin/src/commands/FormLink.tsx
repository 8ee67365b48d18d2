import AddIcon from '@mui/icons-material/Add';
import type { ReactNode } from 'react';
import type { OfferedAction } from '../providers/neededPermissions.ts';
import { PermittedButton } from './PermittedButton.tsx';

interface FormLinkProps {
  action: OfferedAction;
  /** The page with the form. */
  to: string;
  label: string;
  icon?: ReactNode;
}

/** The main action of a list whose form is a page of its own, for people who may use it. */
export const FormLink = ({ action, to, label, icon = <AddIcon /> }: FormLinkProps) => (
  <PermittedButton action={action} to={to} variant="contained" startIcon={icon}>
    {label}
  </PermittedButton>
);
