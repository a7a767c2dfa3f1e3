import { type Interaction, refuseCallback } from '../interactions/interaction-store.ts';
import { CALLBACK, checkCallback } from '../rules/callbacks.ts';
import { FLAG } from '../rules/messages.ts';
import type { StandInState } from '../state.ts';
import type { Json, WireCallback, WireChoice, WireComponent, WireMessage } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import type { MessageVersion } from '../world/messages.ts';
import { acceptMessage, refuseBreaches, refuseShape } from './accept-body.ts';
import { apiError } from './api-error.ts';
import type { Answer, Call, Route } from './route.ts';

/** The first answer to an interaction. */
export function createInteractionRoutes(state: StandInState): Route[] {
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      open: true,
      run: (call) => answerCallback(state, call),
    },
  ];
}

function answerCallback(state: StandInState, call: Call): Answer {
  const interaction = state.interactions.byToken(call.params.token ?? '');
  if (interaction === undefined || interaction.id !== call.params.interaction) return apiError(404, 10062);
  const late = refuseCallback(interaction, call.record.at);
  if (late !== undefined) return refused(interaction, call, apiError(...late));
  const wrongShape = refuseShape(state, call, 'callback');
  if (wrongShape !== undefined) return refused(interaction, call, wrongShape);
  const callback = call.body as WireCallback;
  const wrong = refuseBreaches(state, call, checkCallback(callback, interaction));
  if (wrong !== undefined) return refused(interaction, call, wrong);
  const wrongMessage = take(state, call, interaction, callback);
  if (wrongMessage !== undefined) return refused(interaction, call, wrongMessage);

  interaction.ack = {
    interactionId: interaction.id,
    name: interaction.name,
    type: callback.type,
    flags: typeof callback.data?.flags === 'number' ? callback.data.flags : 0,
    data: callback.data ?? null,
    ms: performance.now() - interaction.startedAt,
  };
  state.journal.acknowledgements.push(interaction.ack);
  if (call.query.with_response !== 'true') return { status: 204 };
  return { status: 200, body: toCallbackResponse(state, interaction, callback.type) };
}

/** Makes the callback take effect; gives the refusal when the message in it broke a rule. */
function take(state: StandInState, call: Call, to: Interaction, { type, data }: WireCallback): Answer | undefined {
  const body = (data ?? {}) as WireMessage;
  if (type === CALLBACK.message) {
    const accepted = acceptMessage(state, call, body, { mayBeEphemeral: true });
    if ('refused' in accepted) return accepted.refused;
    to.original = createReply(state, to, accepted.version);
  } else if (type === CALLBACK.deferred) {
    const flags = FLAG.loading | ((body.flags ?? 0) & FLAG.ephemeral);
    to.original = createReply(state, to, { content: '', embeds: [], components: [], attachments: [], flags });
  } else if (type === CALLBACK.deferredUpdate || type === CALLBACK.update) {
    const source = to.source;
    if (source === null || source.deleted) return apiError(404, 10008);
    to.original = source;
    if (type === CALLBACK.deferredUpdate) return undefined;
    const accepted = acceptMessage(state, call, body, { before: source, mayBeEphemeral: true });
    if ('refused' in accepted) return accepted.refused;
    state.messages.edit(source, accepted.version);
  } else if (type === CALLBACK.choices) {
    to.choices = (data?.choices ?? []) as WireChoice[];
  } else {
    const modal = data as { custom_id: string; title: string; components: WireComponent[] };
    to.modal = { customId: modal.custom_id, title: modal.title, components: modal.components };
  }
  return undefined;
}

/** A reply or follow-up in the channel of the interaction. */
export function createReply(state: StandInState, to: Interaction, version: MessageVersion) {
  const author = { id: state.applicationId, name: 'samaritan', bot: true };
  const place = { channelId: to.channel.id, guildId: to.channel.guild?.id ?? null };
  return state.messages.create({ ...place, author, interactionId: to.id }, version);
}

/** Remembers at the interaction that an answer to it wasn't taken. */
export function refused(interaction: Interaction, call: Call, answer: Answer): Answer {
  const code = (answer.body as { code?: number } | undefined)?.code ?? 0;
  interaction.refusals.push({ path: call.record.path, status: answer.status, code });
  return answer;
}

function toCallbackResponse(state: StandInState, to: Interaction, type: number): Json {
  const message = to.original;
  const shown = message === undefined ? {} : { message: toApiMessage(message, state.applicationId, 20) };
  return {
    interaction: {
      id: to.id,
      type: { command: 2, component: 3, autocomplete: 4, modal: 5 }[to.kind],
      ...(message === undefined
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: message.loading,
            response_message_ephemeral: message.ephemeral,
          }),
    },
    resource: { type, ...shown },
  };
}
