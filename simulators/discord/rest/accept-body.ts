import type { Breach } from '../rules/breach.ts';
import { checkMessage, type MessageSubject } from '../rules/messages.ts';
import { type BodyKind, checkSchema } from '../rules/schema.ts';
import type { StandInState } from '../state.ts';
import type { WireMessage } from '../wire.ts';
import { type MessageVersion, type StoredMessage, toVersion } from '../world/messages.ts';
import { invalidBody } from './api-error.ts';
import type { Answer, Call } from './route.ts';

/** Writes the breaches into the journal and gives the refusal; undefined when there are none. */
export function refuseBreaches(state: StandInState, call: Call, breaches: readonly Breach[]): Answer | undefined {
  if (breaches.length === 0) return undefined;
  const { method, path, body } = call.record;
  for (const one of breaches) state.journal.violations.push({ ...one, method, path, body });
  return invalidBody(breaches);
}

export function refuseShape(state: StandInState, call: Call, kind: BodyKind): Answer | undefined {
  return refuseBreaches(state, call, checkSchema(kind, call.body));
}

/** A message as it will stand after the request, or why the request is refused. */
export function acceptMessage(
  state: StandInState,
  call: Call,
  body: WireMessage,
  how: { readonly before?: StoredMessage; readonly mayBeEphemeral: boolean },
): { readonly version: MessageVersion } | { readonly refused: Answer } {
  const version = toVersion(body, call.files, state.files, how.before);
  const subject: MessageSubject = {
    ...version,
    body,
    filenames: version.attachments.map((file) => file.filename),
    previousFlags: how.before?.flags,
    mayPing: how.before === undefined || how.before.loading,
    mayBeEphemeral: how.mayBeEphemeral,
    uploadBytes: call.files.map((file) => file.data.length),
  };
  const refused = refuseBreaches(state, call, checkMessage(subject));
  return refused === undefined ? { version } : { refused };
}
