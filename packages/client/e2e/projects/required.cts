import client = require('@paydesk/client');

export const desk: client.PaydeskClient = client.createPaydeskClient({ url: '', userToken: () => 'ut_…' });
