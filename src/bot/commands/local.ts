import { cron } from '../../adapters/cron/create-cron.ts';
import { StorageError } from '../../adapters/storage/engine/storage-error.ts';
import { openStorage, type Storage } from '../../adapters/storage/open-storage.ts';
import { renderCard } from '../../adapters/terminal/render-card.ts';
import { createStyle } from '../../adapters/terminal/style.ts';
import type { CommandAnswer } from '../../core/cards/command-answer.ts';
import { AccessGate } from '../../core/chat/access/access-gate.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import type { Person } from '../../core/model/people/person.ts';
import type { Config } from '../config/config.ts';
import { configuredChats, whyUnconfigured } from '../config/list-unconfigured.ts';
import { parseAdmins } from '../config/parse-admins.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { SettingsReader } from '../config/settings-reader.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { failUsage } from './fail-usage.ts';
import { localPerson } from './local-person.ts';
import { formatTime } from './render.ts';

const NOT_STARTED = 'Nothing delivers it before samaritan start runs on this database.';

export interface LocalParts {
  config: Config;
  storage: Storage;
  gate: AccessGate;
  person: Person;
  /** See `WatchCommandParts`. */
  undelivered: (place: string) => Promise<string | null>;
}

export interface LocalCommand {
  /** As the audit log names it. */
  name: string;
  /** What it is done to. */
  target: string | null;
  /** The `schema` of its `--json`. */
  schema: string;
  answer: (parts: LocalParts) => Promise<CommandAnswer>;
}

/** Answers a command over the database alone, writes it into the audit log, and prints the card or its data. */
export async function runLocal(command: LocalCommand, json: boolean, io: ProcessIo): Promise<number> {
  const env = readEnvironment(io.env);
  const parsed = parseConfig(env);
  const reader = new SettingsReader(env);
  const admins = parseAdmins(reader);
  if (!parsed.ok || reader.faults.length > 0) {
    return failUsage([...(parsed.ok ? [] : parsed.faults), ...reader.faults], json, io);
  }
  const { config } = parsed;
  let storage: Storage | undefined;
  try {
    storage = await openStorage({ file: config.database, clock: systemClock, cron });
    const gate = new AccessGate(storage.access, admins);
    await gate.refresh();
    const person = localPerson();
    const { isServed } = storage;
    const undelivered = async (place: string): Promise<string | null> =>
      whyUnconfigured(place, configuredChats(reader)) ?? ((await isServed()) ? null : NOT_STARTED);
    const answer = await command.answer({ config, storage, gate, person, undelivered });
    await storage.audit.record({
      at: systemClock.now(),
      platform: 'terminal',
      personId: person.id,
      personName: person.name,
      place: null,
      action: `command ${command.name}`,
      target: command.target,
      outcome: answer.failed ? 'refused' : 'allowed',
      reason: answer.failed ? answer.card.summary : null,
    });
    print(answer, command.schema, json, io);
    return answer.failed ? EXIT.usage : EXIT.fine;
  } catch (error) {
    if (error instanceof StorageError) return failUsage([error.message], json, io);
    throw error;
  } finally {
    await storage?.close();
  }
}

function print({ card, json: data }: CommandAnswer, schema: string, json: boolean, io: ProcessIo): void {
  if (json) {
    io.stdout.write(`${JSON.stringify({ schema, ...data }, null, 2)}\n`);
    return;
  }
  const style = createStyle(colorWanted(io.stdout, io.env));
  io.stdout.write(renderCard(card, { style, width: columnsOf(io.stdout), formatTime }));
}
