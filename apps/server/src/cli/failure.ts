/** The command line was not understood: exit code 64, as sysexits.h has it. */
export class UsageError extends Error {}

/** The command could not do its work, in a sentence for a person: exit code 1. */
export class CommandFailure extends Error {}

/** The process was asked to stop: Ctrl-C or SIGTERM. */
export class Interrupted extends Error {}
