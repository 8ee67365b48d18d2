import { Gauge } from 'prom-client';
import type { AppContext } from '../../context/appContext.ts';
import type { Scrape } from './scrape.ts';

/** What this process knows of the standbys that it reads lists from; nothing is asked for it. */
export function standbyGauges({ standbys }: AppContext, { registry }: Scrape): void {
  new Gauge({
    name: 'paydesk_standby_used',
    help: 'Whether this process reads lists from the standby; 0: it is away or too far behind, the primary is read',
    labelNames: ['standby'],
    registers: [registry],
    collect() {
      for (const { name, isUsed } of standbys?.states ?? []) this.set({ standby: name }, isUsed ? 1 : 0);
    },
  });
  new Gauge({
    name: 'paydesk_standby_behind_bytes',
    help: 'Bytes of the write-ahead log that the standby had not replayed when it was last looked at',
    labelNames: ['standby'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, behindBytes } of standbys?.states ?? [])
        if (behindBytes !== null) this.set({ standby: name }, behindBytes);
    },
  });
}
