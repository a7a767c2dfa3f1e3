import { line, strong, time } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { isTokenName } from '../../access/subject.ts';
import { operand } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem } from '../../calls/command.ts';

const name = operand('name', 'name', 'The name of the token.');

const common = { role: 'admin', wholeFleet: true, surfaces: ['terminal'], rare: true, audience: 'private' } as const;

/** A token for a program. It may ask nothing until a role is granted to it. */
export const apiAdd = defineCommand({
  ...common,
  name: 'api add',
  summary: 'Make a token for a program that asks over HTTP. It is shown once, and may do nothing yet.',
  details:
    'access grant api:token:NAME viewer lets it read; --tag narrows that. Needs SAMARITAN_API=on where start runs.',
  arguments: [{ ...name, help: 'A name of your choice.' }],
  examples: ['api add grafana'],
  target: (values) => values.name,
  answer: async (asked, values) => {
    const { apiTokens, clock } = asked.parts;
    const wanted = values.name.trim().toLowerCase();
    if (!isTokenName(wanted))
      return problem(
        `“${toSafeText(wanted, { maxLength: 60 })}” is no name: up to 40 letters, digits and hyphens, a letter or digit first.`,
      );
    const token = await apiTokens.add(wanted, actorOf(asked), clock.now());
    if (token === undefined)
      return problem(`There is a token ${wanted} already. Choose another name, or remove that one.`);
    const next = `access grant api:token:${wanted} viewer lets it read. Until then it may do nothing.`;
    const card = toNoticeCard('good', 'made', `The token ${wanted} is made. Nobody sees it again:`, [token, next]);
    return { card, json: { token: wanted, value: token } };
  },
});

export const apiList = defineCommand({
  ...common,
  name: 'api list',
  summary: 'Show which programs have a token.',
  arguments: [],
  answer: async ({ parts: { apiTokens, gate } }) => {
    const all = await apiTokens.list();
    const items = all.map((one) => {
      const grants = gate.book.grants.filter(({ subject }) => subject === `api:token:${one.name}`);
      const roles = grants.map(({ role, tag }) => (tag === undefined ? role : `${role} for ${tag}`)).join(', ');
      return line(strong(one.name), ` ${roles || 'without any role'}, since `, time(one.createdAt));
    });
    const title = all.length === 0 ? 'No program has a token. api add makes one.' : 'Tokens of programs';
    const json = all.map(({ hash: _, ...shown }) => shown);
    return { card: toListCard('api', title, items), json: { tokens: json } };
  },
});

export const apiRemove = defineCommand({
  ...common,
  name: 'api remove',
  summary: 'Take a program’s token away, with the roles that were granted to it.',
  arguments: [name],
  examples: ['api remove grafana'],
  target: (values) => values.name,
  answer: async ({ parts: { apiTokens, access } }, values) => {
    const wanted = values.name.trim().toLowerCase();
    if (!(await apiTokens.remove(wanted)))
      return problem(`There is no token “${toSafeText(wanted, { maxLength: 60 })}”. api list shows what there is.`);
    // A later token of that name begins with nothing.
    await access.revoke(`api:token:${wanted}`);
    return {
      card: toNoticeCard('good', 'removed', `The token ${wanted} opens nothing any more.`),
      json: { token: wanted },
    };
  },
});
