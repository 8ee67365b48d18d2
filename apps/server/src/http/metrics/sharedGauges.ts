import { Gauge } from 'prom-client';
import { shareReads } from '../../base/shareReads.ts';
import type { AppContext } from '../../context/appContext.ts';
import { type Scrape, withinScrape } from './scrape.ts';

/**
 * Makes gauges that are computed from one query: a scrape collects all gauges at the same time, and they share
 * the result of one call of `read`. A gauge that cannot be read has no value, rather than an old one.
 */
export function sharedGauges<Facts>(
  { log }: Pick<AppContext, 'log'>,
  scrape: Scrape,
  read: () => Promise<Facts>,
) {
  const shared = shareReads(async () => {
    try {
      return await withinScrape(read());
    } catch (error) {
      log.warn({ err: error }, 'metrics could not be read');
      return null;
    }
  });
  return (name: string, help: string, value: (facts: Facts) => number): void => {
    const gauge = new Gauge({ name, help, registers: [scrape.registry], collect });
    async function collect() {
      const facts = scrape.databaseIsUp ? await shared() : null;
      if (facts === null) gauge.remove();
      else gauge.set(value(facts));
    }
  };
}
