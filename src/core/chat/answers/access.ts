import { toProblemCard } from '../../cards/plain-cards.ts';
import { placeKey } from '../../model/people/person.ts';
import { grantAccess, listAccess, revokeAccess, setChannel } from '../access/access-commands.ts';
import { answer, type CallContext } from '../calls/chat-parts.ts';
import { type CommandHandler, textOf } from '../calls/handler.ts';

const target = (name: string) => (values: Parameters<typeof textOf>[0]) => textOf(values, name) ?? null;

/** Who did it, as the store and the audit log name people. */
function actorOf({ request }: CallContext): string {
  return `${request.person.platform}:user:${request.person.id}`;
}

export const accessGrant: CommandHandler = {
  audience: 'private',
  target: (values) => [textOf(values, 'subject'), textOf(values, 'role')].join(' '),
  run: async (context, values) => {
    const given = { subject: textOf(values, 'subject') ?? '', role: textOf(values, 'role') ?? '' };
    await answer(context, (await grantAccess(context.parts, given, actorOf(context))).card);
  },
};

export const accessRevoke: CommandHandler = {
  audience: 'private',
  target: target('subject'),
  run: async (context, values) => {
    await answer(context, (await revokeAccess(context.parts, textOf(values, 'subject') ?? '')).card);
  },
};

export const accessList: CommandHandler = {
  audience: 'private',
  run: async (context) => answer(context, (await listAccess(context.parts)).card),
};

export const accessChannel: CommandHandler = {
  audience: 'private',
  target: target('state'),
  run: async (context, values) => {
    const { place } = context.request;
    if (place.kind === 'direct') {
      return answer(context, toProblemCard(['This is no channel: what is said here is seen by you alone anyway.']));
    }
    const wanted = { place: placeKey(place), on: textOf(values, 'state') === 'on' };
    await answer(context, (await setChannel(context.parts, wanted, actorOf(context))).card);
  },
};
