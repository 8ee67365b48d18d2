import { Button, type ButtonProps } from '@mui/material';
import type { Permission } from '@paydesk/types/rules';
import { Link } from 'react-router-dom';
import { marksOf, type OfferedAction, permissionOf } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';

interface PermittedButtonProps extends Omit<ButtonProps, 'action'> {
  action: OfferedAction;
  /** Where it depends on the row. */
  permission?: Permission;
  /** The page with the form of the action. */
  to?: string;
}

/** A button or link that starts an action, for people who may use it. */
export function PermittedButton({
  action,
  permission = permissionOf(action),
  to,
  ...button
}: PermittedButtonProps) {
  const may = useMay();
  if (!may(permission)) return null;
  return (
    <Button {...marksOf(action, permission)} {...(to !== undefined && { component: Link, to })} {...button} />
  );
}
