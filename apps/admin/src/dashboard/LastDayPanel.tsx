import { Facts } from '../fields/Facts.tsx';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Summary } from '../providers/records.ts';

/** What moved since yesterday. */
export const LastDayPanel = ({ summary: { last24h } }: { summary: Summary }) => (
  <Panel title="Last 24 hours">
    <Facts
      dense
      facts={[
        ['Deposited', <Usd key="deposited" amount={last24h.depositedUsd} strong />],
        ['Withdrawn', <Usd key="withdrawn" amount={last24h.withdrawnUsd} strong />],
        ['Charged', <Usd key="charged" amount={last24h.chargedUsd} strong />],
      ]}
    />
  </Panel>
);
