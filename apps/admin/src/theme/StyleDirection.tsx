import { lazy, type ReactNode } from 'react';
import { language } from '../texts/currentLanguage.ts';
import { directionOf } from '../texts/languages.ts';

const Mirrored = lazy(async () => ({ default: (await import('./Mirrored.tsx')).Mirrored }));

/** The direction of the page's language. */
export const direction = directionOf(language);

interface StyleDirectionProps {
  of?: 'ltr' | 'rtl';
  children: ReactNode;
}

/**
 * Mirrors the styles of everything inside where the language is written from right to left: what is written for the
 * left is applied to the right. The code for it is loaded only then.
 */
export const StyleDirection = ({ of = direction, children }: StyleDirectionProps) =>
  of === 'rtl' ? <Mirrored>{children}</Mirrored> : children;
