import type { ButtonHTMLAttributes } from 'react';

interface BarButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name, which is shown while the pointer or the focus is on it. */
  label: string;
  /** It stands at the beginning of the bar, so that there is more space after it. */
  isAtStart?: boolean;
}

/**
 * A button of the bar with a hint. Of plain HTML: it is on every page before its rows are, and the library's button,
 * hint and their styles would take several times as long.
 */
export const BarButton = ({ label, isAtStart = false, className = '', ...button }: BarButtonProps) => (
  <button
    type="button"
    aria-label={label}
    data-hint={label}
    className={`bar-button ${isAtStart ? 'is-at-start ' : ''}${className}`}
    {...button}
  />
);
