import type { CDPSession, Page } from 'playwright-core';

/** A virtual passkey device in this page's browser. */
export interface VirtualAuthenticator {
  /** Whether the device confirms presence; with `false` prompts stay open until they time out. */
  setPresent: (isPresent: boolean) => Promise<void>;
  /** Whether user verification (PIN, fingerprint or face) succeeds. */
  setVerified: (isVerified: boolean) => Promise<void>;
  /** The signature count of each of its passkeys. */
  signCounts: () => Promise<number[]>;
  remove: () => Promise<void>;
}

/**
 * Adds a virtual passkey device to the page
 * (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/): CTAP2, internal, with resident keys, and confirming automatically.
 */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setPresent: async (enabled) =>
      await session
        .send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
        .then(() => undefined),
    setVerified: async (isUserVerified) =>
      await session
        .send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
        .then(() => undefined),
    signCounts: async () =>
      (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.map(
        ({ signCount }) => signCount,
      ),
    remove: async () =>
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }).then(() => undefined),
  };
}
