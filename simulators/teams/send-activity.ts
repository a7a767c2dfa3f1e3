import type { JWTPayload } from 'jose';
import { APP_ID, type FakeActivity } from './activities.ts';
import type { FakeAuthority } from './fake-authority.ts';

/** Claims as the Bot Connector's tokens have them, issued a moment ago. */
export function teamsClaims(serviceUrl: string, more: JWTPayload = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: 'https://api.botframework.com',
    aud: APP_ID,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3600,
    ...more,
  };
}

export interface SendActivityOptions {
  /** The whole header; an empty one is left out. Without it, none is sent. */
  authorization?: string;
  headers?: Record<string, string>;
  /** Sent instead of the activity. */
  rawBody?: string;
}

export interface Sent {
  status: number;
  text: string;
  headers: Headers;
  json(): unknown;
}

/** Posts an activity as Teams does. */
export async function sendActivity(
  origin: string,
  activity: FakeActivity,
  { authorization, headers = {}, rawBody }: SendActivityOptions = {},
): Promise<Sent> {
  const response = await fetch(`${origin}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(authorization ? { authorization } : {}),
      ...headers,
    },
    body: rawBody ?? JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, json: () => JSON.parse(text) };
}

/** Posts an activity with a fresh, valid token for its service URL. */
export async function sendAuthentic(
  origin: string,
  activity: FakeActivity,
  authority: FakeAuthority,
  options: SendActivityOptions = {},
): Promise<Sent> {
  const token = await authority.sign(teamsClaims(String(activity.serviceUrl)));
  return sendActivity(origin, activity, { authorization: `Bearer ${token}`, ...options });
}
