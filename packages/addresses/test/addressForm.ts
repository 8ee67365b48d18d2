import type { SeededRandom } from './seededRandom.ts';

/** One way in which addresses of a network are written, and whether it may be paid. */
export interface AddressForm {
  /** The provider's network key. */
  network: string;
  form: string;
  verdict: 'valid' | 'refused';
  /** False where one wrong character makes another valid address. */
  hasChecksum: boolean;
  make(random: SeededRandom): string;
}
