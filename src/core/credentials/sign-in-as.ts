import type { TokenGrant } from '../model/cloud/microsoft-cloud.ts';
import type { Clock } from '../model/time/clock.ts';
import { type Ending, endingOf, endingOfFault, type NotRenewed, refuse } from './renewal-ending.ts';
import type { RedirectReceiver, SignIn, SignInKeys } from './sign-in.ts';

export interface SignInAsParts {
  clock: Clock;
  newKeys: () => Promise<SignInKeys>;
  /** Waits, or until the sign-in is given up. */
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal;
}

export interface SignInShow {
  open(url: string): void;
  deviceCode(code: { verificationUri: string; userCode: string; expiresAt: number }): void;
}

interface Who {
  /** Without it a device code is used. */
  receiver: RedirectReceiver | undefined;
  /** Whom the page offers. */
  account?: string | undefined;
}

export type SignedIn = { ok: true; grant: TokenGrant } | NotRenewed;

/** Has a person sign in, in a browser or by a device code. */
export async function signInAs(signIn: SignIn, who: Who, parts: SignInAsParts, show: SignInShow): Promise<SignedIn> {
  const { receiver } = who;
  return receiver ? await byCode(signIn, { ...who, receiver }, parts, show) : await byDevice(signIn, who, parts, show);
}

async function byCode(
  signIn: SignIn,
  who: Who & { receiver: RedirectReceiver },
  { newKeys, signal }: SignInAsParts,
  show: SignInShow,
): Promise<SignedIn> {
  const { receiver, account } = who;
  const { state, nonce, verifier, challenge } = await newKeys();
  const { redirectUri } = receiver;
  const page = await signIn.authorize({ redirectUri, state, nonce, challenge, account });
  if (!page.ok) return refuse(signInEnding(page.fault, who));
  const received = receiver.receive(state);
  show.open(page.value.url);
  const back = await received;
  switch (back.kind) {
    case 'foreign':
      return refuse(endingOf('other-sign-in'));
    case 'late':
      return refuse(endingOf(signal.aborted ? 'interrupted' : 'not-finished'));
    case 'error': {
      const codes = [...back.description.matchAll(/AADSTS(\d{4,8})/g)].map(([, code]) => Number(code));
      return refuse(signInEnding({ kind: 'refused', httpStatus: 400, error: back.error, codes }, who));
    }
    case 'code': {
      const answer = await signIn.redeemCode({ code: back.code, redirectUri, state, nonce, verifier });
      return answer.ok ? { ok: true, grant: answer.value } : refuse(signInEnding(answer.fault, who));
    }
  }
}

/** RFC 8628, 3.5: so much longer to wait after each `slow_down`. */
const SLOWER_MS = 5000;

async function byDevice(
  signIn: SignIn,
  who: Who,
  { clock, wait, signal }: SignInAsParts,
  show: SignInShow,
): Promise<SignedIn> {
  const begun = await signIn.beginDeviceCode();
  if (!begun.ok) return refuse(signInEnding(begun.fault, who));
  const { deviceCode, userCode, verificationUri, lifetimeMs, intervalMs } = begun.value;
  const expiresAt = clock.now() + lifetimeMs;
  show.deviceCode({ verificationUri, userCode, expiresAt });
  let pauseMs = intervalMs;
  while (clock.now() < expiresAt) {
    await wait(pauseMs);
    if (signal.aborted) return refuse(endingOf('interrupted'));
    const answer = await signIn.pollDeviceCode(deviceCode);
    if (answer.ok) return { ok: true, grant: answer.value };
    const { fault } = answer;
    const error = fault.kind === 'refused' ? fault.error : undefined;
    if (error === 'slow_down') pauseMs += SLOWER_MS;
    else if (error !== 'authorization_pending' && !isPassing(fault.kind)) return refuse(signInEnding(fault, who));
  }
  return refuse(endingOf('expired'));
}

/** The network may come back while the person is still signing in. */
function isPassing(kind: string): boolean {
  return kind === 'timeout' || kind === 'unreachable';
}

/** What a refusal of the sign-in means, however it was tried. */
export function signInEnding(fault: Parameters<typeof endingOfFault>[0], { receiver }: Pick<Who, 'receiver'>): Ending {
  // Entra compares no port of localhost: what is registered has none.
  const redirectUri = receiver?.redirectUri.replace(/^(http:\/\/localhost):\d+/, '$1') ?? '';
  return endingOfFault(fault, { device: receiver === undefined, redirectUri });
}
