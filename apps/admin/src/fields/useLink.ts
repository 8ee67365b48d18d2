import { type MouseEvent, useContext } from 'react';
import { UNSAFE_NavigationContext as NavigationContext } from 'react-router-dom';

/**
 * The attributes of a link to a page of the desk. For links that a page has many of: unlike those of the router they
 * do not read the address, so they are not rendered again whenever it changes.
 */
export function useLink(path: string): { href: string; onClick: (event: MouseEvent) => void } {
  const { navigator } = useContext(NavigationContext);
  return {
    href: navigator.createHref(path),
    onClick(event) {
      // A new tab or window, or a download, is the browser's work.
      const isPlain = !(event.metaKey || event.altKey || event.ctrlKey || event.shiftKey);
      if (event.button !== 0 || !isPlain || event.defaultPrevented) return;
      event.preventDefault();
      navigator.push(path);
    },
  };
}
