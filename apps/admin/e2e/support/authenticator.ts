import type { CDPSession, Page } from 'playwright-core';

/** A passkey device that exists only in this page's browser. */
export interface VirtualAuthenticator {
  /** Whether the person touches it when asked; with `false` prompts stay open until they run out. */
  setPresent: (isPresent: boolean) => Promise<void>;
  /** Whether its PIN, finger or face is the right one. */
  setVerified: (isVerified: boolean) => Promise<void>;
  /** How often each of its passkeys has signed. */
  signCounts: () => Promise<number[]>;
  remove: () => Promise<void>;
}

/**
 * Plugs a passkey device into the page by Chromium's own means
 * (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/): CTAP2, built in, keeps discoverable
 * keys, and says yes by itself.
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
