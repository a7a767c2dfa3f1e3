import { APP_ID, CHANNEL, type FakeActivity, TENANT_ID } from '../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../simulators/teams/fake-authority.ts';
import { createFakeConnector, type FakeConnector } from '../../../simulators/teams/fake-connector.ts';
import { type SendActivityOptions, type Sent, sendAuthentic } from '../../../simulators/teams/send-activity.ts';
import { createProductWorld, originOf, type ProductWorld, type WorldOptions } from '../product-world.ts';

export interface TeamsPerson {
  id: string;
  aadObjectId: string;
  name: string;
}

const personOf = (name: string, number: number): TeamsPerson => ({
  id: `29:${name.toLowerCase()}`,
  aadObjectId: `cccccccc-0000-4000-8000-0000000000${number}`,
  name,
});
export const ADMIN = personOf('Ada', 10);
export const TECHNICIAN = personOf('Theo', 11);
export const STRANGER = personOf('Sam', 12);
/** Must never be seen anywhere. */
export const APP_PASSWORD = 'canary~app-password-0123456789.value';

export interface TeamsWorld extends ProductWorld {
  authority: FakeAuthority;
  connector: FakeConnector;
  /** Posts an activity to the process that was started last, with a fresh, valid token unless told otherwise. */
  post: (activity: FakeActivity, options?: SendActivityOptions) => Promise<Sent>;
}

/** A simulated Microsoft, a Bot Connector that signs as Microsoft's does, one technician, and one bound channel. */
export async function createTeamsWorld(options: WorldOptions = {}): Promise<TeamsWorld> {
  const authority = await createFakeAuthority();
  const connector = await createFakeConnector({ accepts: isBotToken });
  const settings = {
    SAMARITAN_ADMINS: `teams:user:${ADMIN.aadObjectId}`,
    MICROSOFT_APP_ID: APP_ID,
    MICROSOFT_APP_PASSWORD: APP_PASSWORD,
    MICROSOFT_APP_TENANT_ID: TENANT_ID,
    TEAMS_OPENID_METADATA_URL: authority.openIdMetadataUrl,
  };
  const close = () => Promise.all([connector.close(), authority.close()]);
  const world = await createProductWorld(options, { settings, close });
  await world.withStorage(async ({ access }) => {
    const at = { grantedAt: Date.now(), grantedBy: 'test' };
    await access.grant({ subject: `teams:user:${TECHNICIAN.aadObjectId}`, role: 'technician', ...at });
    await access.bind({ place: `teams:channel:${CHANNEL}`, boundAt: Date.now(), boundBy: 'test' });
  });
  return {
    ...world,
    authority,
    connector,
    post: (activity, sending) => sendAuthentic(originOf(world.started.at(-1)), activity, authority, sending),
  };
}

/** Whether the header bears a token for the Bot Connector, as the simulated Entra issues them. */
function isBotToken(authorization: string | undefined): boolean {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization ?? '')?.[1];
  if (payload === undefined) return false;
  const { aud } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { aud?: unknown };
  return aud === 'https://api.botframework.com';
}
