import { encodeAction } from '../../cards/action-id.ts';
import { chooseConnection, renewable } from '../../credentials/connection-book.ts';
import { toRenewalCard, toRenewalEndCard } from '../../credentials/renewal-card.ts';
import { placeKey } from '../../model/people/person.ts';
import { toSafeText } from '../../model/text/format.ts';
import { text } from '../calls/arguments.ts';
import { actorOf, defineCommand, problem } from '../calls/command.ts';
import { connection } from './common-arguments.ts';

/** A new refresh token by signing in, for whoever is not at the terminal. Only ever seen by who asked. */
export const renewtokens = defineCommand({
  name: 'renewtokens',
  role: 'admin',
  wholeFleet: true,
  summary: 'Renew the refresh token by signing in, and prove the new one before it is used.',
  details:
    'Gives a link that works once and for ten minutes; without SAMARITAN_PUBLIC_URL a device code, and says what that means. On the terminal: connections renew.',
  surfaces: ['chat'],
  arguments: [
    connection,
    text('account', 'user@domain', 'The account that is to sign in, where it is another than before.'),
  ],
  rare: true,
  audience: 'private',
  target: ({ connection: name }) => name ?? null,
  answer: async (asked, values) => {
    const { connections, renewals, audit, clock } = asked.parts;
    const entry = chooseConnection(connections, values.connection);
    if ('problem' in entry) return problem(entry.problem);
    const signsIn = renewable(entry);
    if (typeof signsIn === 'string') return problem(signsIn);
    const by = actorOf(asked);
    const begun = await renewals?.begin({ connection: entry.name, by, account: values.account });
    if (!begun) return problem('Tokens can be renewed where samaritan start runs.');
    const { name } = entry;
    const { person, place } = asked.request;
    const end = begun.end.then(async (result) => {
      await audit.record({
        at: clock.now(),
        platform: person.platform,
        personId: person.id,
        personName: toSafeText(person.name, { maxLength: 80 }),
        place: placeKey(place),
        action: 'token renewal',
        target: name,
        outcome: result.ok ? 'allowed' : 'refused',
        reason: result.ok ? null : result.ending.reason,
      });
      return toRenewalEndCard(name, result, encodeAction('sweep', name));
    });
    if (!begun.first) return { card: await end, json: { connection: name } };
    return { card: toRenewalCard(name, begun.first), json: { connection: name }, end };
  },
});
