import { toApiGuild, toBotUser } from '../gateway/payloads.ts';
import type { StandInState } from '../state.ts';
import { toApiChannel, toApiMember } from '../world/places.ts';
import { refuseShape } from './accept-body.ts';
import { apiError } from './api-error.ts';
import type { Route } from './route.ts';

const BOT_IDENTIFIES_A_DAY = 1000;

/** Who the bot is, and where: everything that isn't a message, a command or an interaction. */
export function createIdentityRoutes(state: StandInState): Route[] {
  const { places, applicationId } = state;
  return [
    {
      method: 'GET',
      path: '/gateway/bot',
      run: () => ({
        status: 200,
        body: {
          url: state.gatewayUrl(),
          shards: 1,
          session_start_limit: {
            total: BOT_IDENTIFIES_A_DAY,
            remaining: BOT_IDENTIFIES_A_DAY,
            reset_after: 86_400_000,
            max_concurrency: 16,
          },
        },
      }),
    },
    { method: 'GET', path: '/users/@me', run: () => ({ status: 200, body: toBotUser(applicationId) }) },
    { method: 'GET', path: '/applications/@me', run: () => ({ status: 200, body: toApplication(applicationId) }) },
    {
      method: 'GET',
      path: '/oauth2/applications/@me',
      run: () => ({ status: 200, body: toApplication(applicationId) }),
    },
    {
      method: 'GET',
      path: '/users/@me/guilds',
      run: () => ({
        status: 200,
        body: places.guilds.map(({ id, name }) => ({ id, name, icon: null, owner: false, features: [] })),
      }),
    },
    {
      method: 'GET',
      path: '/guilds/:guild',
      run({ params }) {
        const guild = places.guild(params.guild ?? '');
        return guild === undefined ? apiError(404, 10004) : { status: 200, body: toApiGuild(guild) };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/members/:user',
      run({ params }) {
        const guild = places.guild(params.guild ?? '');
        const member = guild?.members?.find((one) => one.id === params.user);
        if (guild === undefined) return apiError(404, 10004);
        return member === undefined ? apiError(404, 10007) : { status: 200, body: toApiMember(member) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel',
      run({ params }) {
        const channel = places.channel(params.channel ?? '');
        if (channel === undefined) return apiError(404, 10003);
        if (channel.denied.has('ViewChannel')) return apiError(403, 50001);
        return { status: 200, body: toApiChannel(channel, applicationId) };
      },
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      run(call) {
        const refused = refuseShape(state, call, 'private-channel');
        if (refused !== undefined) return refused;
        const { recipient_id } = call.body as { recipient_id?: string };
        if (recipient_id === undefined) return apiError(400, 50035);
        return { status: 200, body: toApiChannel(places.privateChannel(places.user(recipient_id)), applicationId) };
      },
    },
  ];
}

function toApplication(id: string) {
  return { id, name: 'Samaritan', icon: null, description: '', bot_public: false, flags: 0, bot: toBotUser(id) };
}
