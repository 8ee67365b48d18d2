import type { BadgeColor } from '@paydesk/types/rules';

/** A word on a tinted ground; the colour repeats what the word says. */
export const Badge = ({ color, children }: { color: BadgeColor; children: string }) => (
  <span className={`badge badge-${color}`}>{children}</span>
);
