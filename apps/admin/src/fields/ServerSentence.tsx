import { useServerSentence } from '../texts/serverSentence.ts';

/** A sentence that the server wrote, in the page's language. */
export const ServerSentence = ({ text }: { text: string }) => useServerSentence()(text);
