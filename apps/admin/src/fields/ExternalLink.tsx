import OpenIcon from '@mui/icons-material/OpenInNew';
import { Link } from '@mui/material';

/** A link that leaves the desk, in a tab of its own, without telling the other side where it came from. */
export function ExternalLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      referrerPolicy="no-referrer"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      {children}
      <OpenIcon fontSize="inherit" aria-label="(opens in a new tab)" />
    </Link>
  );
}
