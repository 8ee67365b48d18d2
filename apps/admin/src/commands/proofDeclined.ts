/** The person went back instead of giving the second factor: nothing was sent. */
export class ProofDeclined extends Error {}

export const isProofDeclined = (error: unknown): boolean => error instanceof ProofDeclined;
