/** Style of what stands apart within a dialog or a panel: facts, an amount, a text to copy. */
export const FRAMED = {
  p: 1.5,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  backgroundColor: 'background.default',
} as const;
