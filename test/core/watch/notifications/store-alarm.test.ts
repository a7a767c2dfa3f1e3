import { describe, expect, it } from 'vitest';
import { StoreAlarm } from '../../../../src/core/watch/notifications/store-alarm.ts';
import { PLACE, subscription } from '../harness.ts';
import { StandInMessenger } from '../stand-in-messenger.ts';
import { plainLine } from './cards/facts.ts';

const OTHER = 'discord:channel:2';
const problem = new Error('The database was deleted.');

function alarm(chat: StandInMessenger, faults: string[] = []): StoreAlarm {
  const newId = () => '01J00000000000000000000001';
  return new StoreAlarm({ messengers: new Map([['discord', chat]]), newId, onFault: (place) => faults.push(place) });
}

const titles = (chat: StandInMessenger) => chat.shown.map(({ cards }) => cards.map(({ title }) => plainLine(title)));
const unreadable = () => Promise.reject(new Error('asked of a database that is gone'));

describe('a database that cannot be used any more', () => {
  it('is told once in each place that was subscribed, and that it is over', async () => {
    const chat = new StandInMessenger('discord', true);
    const subject = alarm(chat);
    const broken = { since: 0, problem: 'gone' };
    const list = async () => [subscription(), subscription({ place: OTHER }), subscription({ place: 'x:y:z', broken })];
    await subject.look(undefined, list);
    expect(chat.shown).toEqual([]);
    for (let minute = 0; minute < 3; minute += 1) await subject.look(problem, unreadable);
    expect(chat.shown.map(({ place }) => place)).toEqual([PLACE, OTHER]);
    expect(JSON.stringify(chat.shown[0]?.cards)).toContain('was deleted');
    await subject.look(undefined, list);
    await subject.look(undefined, list);
    expect(titles(chat)[0]).toEqual([
      'Samaritan cannot use its database and watches nothing.',
      'Samaritan has its database again and watches on.',
    ]);
  });

  it('is told a place that could not be reached at the next look', async () => {
    const [chat, faults] = [new StandInMessenger('discord', true), [] as string[]];
    const subject = alarm(chat, faults);
    await subject.look(undefined, async () => [subscription()]);
    chat.fault = () => new Error('refused');
    await subject.look(problem, unreadable);
    chat.fault = () => undefined;
    await subject.look(problem, unreadable);
    expect(faults).toEqual([PLACE]);
    expect(chat.shown).toHaveLength(1);
  });

  it('is told where it may pass by itself only when it stands at a second look', async () => {
    const chat = new StandInMessenger('discord', true);
    const subject = alarm(chat);
    const list = async () => [subscription()];
    const passing = (): Promise<void> => subject.look(problem, unreadable, { mayPass: true });
    for (let time = 0; time < 3; time += 1) {
      await subject.look(undefined, list);
      await passing();
    }
    expect(chat.shown).toEqual([]);
    await passing();
    expect(chat.shown).toHaveLength(1);
  });
});
