import { type Interaction, refuseToken } from '../interactions/interaction-store.ts';
import type { StandInState } from '../state.ts';
import type { WireMessage } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import type { StoredMessage } from '../world/messages.ts';
import { acceptMessage, refuseShape } from './accept-body.ts';
import { apiError } from './api-error.ts';
import { createReply, refused } from './interaction-routes.ts';
import type { Answer, Call, Route } from './route.ts';

const REPLY_TYPE = 20;

/** What may follow the first answer: edits of it, follow-ups, and their edits, for 15 minutes. */
export function createWebhookRoutes(state: StandInState): Route[] {
  const show = (message: StoredMessage): Answer => ({
    status: 200,
    body: toApiMessage(message, state.applicationId, REPLY_TYPE),
  });

  const whileValid = (call: Call, run: (interaction: Interaction) => Answer): Answer => {
    const interaction = state.interactions.byToken(call.params.token ?? '');
    if (interaction === undefined || call.params.webhook !== state.applicationId) return apiError(404, 10015);
    const invalid = refuseToken(interaction, call.record.at);
    const answer = invalid === undefined ? run(interaction) : apiError(...invalid);
    return answer.status < 400 ? answer : refused(interaction, call, answer);
  };

  const onMessage = (call: Call, run: (message: StoredMessage) => Answer): Answer =>
    whileValid(call, (interaction) => {
      const named = call.params.message;
      const own = [interaction.original, ...interaction.followUps];
      const message = named === '@original' ? interaction.original : own.find((one) => one?.id === named);
      return message === undefined || message.deleted ? apiError(404, 10008) : run(message);
    });

  const edit = (call: Call, message: StoredMessage): Answer => {
    const accepted = acceptMessage(state, call, call.body as WireMessage, { before: message, mayBeEphemeral: true });
    if ('refused' in accepted) return accepted.refused;
    state.messages.edit(message, accepted.version);
    return show(message);
  };

  return [
    {
      method: 'POST',
      path: '/webhooks/:webhook/:token',
      open: true,
      run: (call) =>
        whileValid(call, (interaction) => {
          const wrongShape = refuseShape(state, call, 'webhook-message');
          if (wrongShape !== undefined) return wrongShape;
          // receiving-and-responding.mdx: right after a deferral a follow-up fills the deferred reply, which stays as
          // ephemeral as it was deferred.
          const waiting = interaction.original;
          if (waiting?.loading === true && !waiting.deleted) return edit(call, waiting);
          const accepted = acceptMessage(state, call, call.body as WireMessage, { mayBeEphemeral: true });
          if ('refused' in accepted) return accepted.refused;
          const message = createReply(state, interaction, accepted.version);
          interaction.followUps.push(message);
          return show(message);
        }),
    },
    {
      method: 'GET',
      path: '/webhooks/:webhook/:token/messages/:message',
      open: true,
      run: (call) => onMessage(call, show),
    },
    {
      method: 'PATCH',
      path: '/webhooks/:webhook/:token/messages/:message',
      open: true,
      run: (call) =>
        onMessage(call, (message) => refuseShape(state, call, 'webhook-message-edit') ?? edit(call, message)),
    },
    {
      method: 'DELETE',
      path: '/webhooks/:webhook/:token/messages/:message',
      open: true,
      run: (call) =>
        onMessage(call, (message) => {
          state.messages.remove(message);
          return { status: 204 };
        }),
    },
  ];
}
