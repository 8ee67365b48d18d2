// A CommonJS program: Node.js loads the ES module.
const { createPaydeskClient, PaydeskError } = require('@paydesk/client');
const { formatUsd } = require('@paydesk/types/rules');

const desk = createPaydeskClient({ url: process.argv[2], apiKey: 'pk_test' });
desk.transactions.charge.mutate({ userId: 'u', amountUsd: '1.00' }).catch((error) => {
  process.stdout.write(JSON.stringify([error instanceof PaydeskError, error.reason, formatUsd('5')]));
});
