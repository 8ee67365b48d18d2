import { Gauge, type Registry } from 'prom-client';
import { shareReads } from '../base/shareReads.ts';

/**
 * Makes gauges that are computed from one query: a scrape collects all gauges at the same time, and they share
 * the result of one call of `read`.
 */
export function sharedGauges<Facts>(registry: Registry, read: () => Promise<Facts>) {
  const shared = shareReads(read);
  return (name: string, help: string, value: (facts: Facts) => number): void => {
    const gauge = new Gauge({ name, help, registers: [registry], collect });
    async function collect() {
      gauge.set(value(await shared()));
    }
  };
}
