import { setTimeout as sleep } from 'node:timers/promises';
import { ulid } from 'ulid';
import { createAppSecretsFactory } from '../../../adapters/microsoft/create-app-secrets.ts';
import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection } from '../../../core/credentials/connection-book.ts';
import { describeInterrupted } from '../../../core/credentials/renewal-words.ts';
import { type RotationPlan, type RotationResult, rotateSecret } from '../../../core/credentials/rotate-secret.ts';
import type { SecretHome } from '../../../core/credentials/secret-home.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { formatMoment } from '../../../core/model/time/format-moment.ts';
import { proxyWanted } from '../../process-io.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { systemClock } from '../../system-clock.ts';
import { confirm } from '../../terminal/lines.ts';
import { localSubject } from '../../terminal/local-person.ts';
import type { HostCall } from '../host-call.ts';

const USUAL_DAYS = 180;
const KEPT_OLD =
  'The secret before still works until its own end, since other programs may use it. Give them the new one, then remove it on the app’s page; --remove-old would have it removed after a whole sweep.';

/** `samaritan connections rotate-secret`: another client secret for the app, proved before it is used. */
export async function runRotateSecret(call: HostCall<'connections rotate-secret'>): Promise<CommandAnswer> {
  const { values, io } = call;
  const { days = USUAL_DAYS, 'remove-old': removeOld = false } = values;
  return await withCredentials(call, async ({ entries, keeper, storage, clouds, config, record }) => {
    const entry = chooseConnection(entries, values.name);
    if ('problem' in entry) return problem(entry.problem);
    const { connection: configured, home, name } = entry;
    if (!configured) return problem(entry.shape.reason ?? 'Its credentials can’t be right.');
    if (configured.kind === 'app-only') return problem(byHand(name));
    const note = (text: string): void => void io.stderr.write(`${text}\n`);
    const result = await rotateSecret(
      { configured, home, by: localSubject(), days, removeOld },
      {
        clouds,
        appSecrets: createAppSecretsFactory({ sandboxUrl: config.sandboxUrl, useProxy: proxyWanted(io.env) }),
        tokens: keeper,
        journal: storage.renewals,
        clock: systemClock,
        newId: () => ulid(),
        wait: (ms) => sleep(ms, undefined, { signal: io.signal }).catch(() => {}),
        signal: io.signal,
      },
      {
        interrupted: (left) => note(describeInterrupted(left, formatMoment)),
        confirm: async (plan) => {
          for (const line of describePlan(plan, home)) note(line);
          return values.yes || (await confirm(`Add a secret to the app of ${name}?`, call));
        },
        added: () => note('It is added. Waiting until Entra takes it; that can take some minutes.'),
        proved: () => note('Entra takes it.'),
      },
    );
    await record(name, result.ok ? null : result.ending.reason);
    return toAnswer(name, result, home);
  });
}

function describePlan(plan: RotationPlan, home: SecretHome | undefined): string[] {
  const { application, displayName, endsAt, limit, current, orphans, removeOld } = plan;
  const inUse = current
    ? `“${current.displayName ?? current.keyId}”`
    : 'the one in use, which the directory does not name,';
  return [
    `Adding the secret “${displayName}” to the app “${application}”; it ends on ${formatMoment(endsAt)}.`,
    ...(limit === undefined ? [] : [limit]),
    `It is stored in the ${home?.label ?? 'database, sealed'}, once it is proved.`,
    removeOld ? `${inUse} is removed from the app once a whole sweep has passed.` : `${inUse} stays on the app.`,
    ...orphans.map((one) => `“${one.displayName}” was left behind by a rotation that was cut off, and is removed.`),
  ].map((line) => toSafeText(line, { maxLength: 400 }));
}

function toAnswer(connection: string, result: RotationResult, home: SecretHome | undefined): CommandAnswer {
  if (!result.ok) {
    const { id, reason, wayOut, cause } = result.ending;
    const title = `The client secret of ${connection} was not changed.`;
    const more = [reason, wayOut].map((text) => toSafeText(text, { maxLength: 800 }));
    const json = { connection, rotated: false, ending: id, reason, wayOut, ...(cause ? { cause } : {}) };
    return { card: toNoticeCard('bad', 'unchanged', title, more), json, findings: true };
  }
  const { plan, keyId } = result;
  const old = plan.removeOld
    ? 'The secret before is removed from the app once a whole sweep has passed: run testtokens.'
    : KEPT_OLD;
  const more = [
    `It ends on ${formatMoment(plan.endsAt)}, and is in the ${home?.label ?? 'database'}.`,
    ...(home
      ? [
          'CIPP takes it up when its function app is restarted: connections restart-cipp, or troubleshoot guide-token-cache.',
        ]
      : []),
    old,
  ];
  const endsAt = new Date(plan.endsAt).toISOString();
  const json = { connection, rotated: true, keyId, endsAt, replaced: plan.removeOld ? 'after a whole sweep' : 'kept' };
  return {
    card: toNoticeCard('good', 'rotated', `The new client secret of ${connection} is used from now on.`, more),
    json,
  };
}

const byHand = (name: string): string =>
  `${name} is an app that signs in by itself, and only reads: make its new secret in the portal, and give it with connections renew ${name}.`;
