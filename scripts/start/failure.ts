/** A failure whose message says it all: shown as it is, without a stack. */
export class Failure extends Error {}
