import { describe, expect, it } from 'vitest';
import { parseSubject, subjectsOf } from '../../../../src/core/chat/access/subject.ts';
import { placeKey, vouchesForRoles } from '../../../../src/core/model/people/person.ts';
import { mayRun, ROLES } from '../../../../src/core/model/people/role.ts';

describe('parseSubject', () => {
  it.each([
    ['discord:user:80351110224678912', 'discord:user:80351110224678912'],
    ['  Discord:ROLE:80351110224678912 ', 'discord:role:80351110224678912'],
    ['teams:user:0A0A0A0A-0000-4000-8000-0000000000AB', 'teams:user:0a0a0a0a-0000-4000-8000-0000000000ab'],
  ])('reads %s', (text, subject) => {
    expect(parseSubject(text)).toBe(subject);
  });

  it.each([
    '',
    'everyone',
    '@everyone',
    'discord:user:',
    'discord:user:*',
    'discord:user:123',
    'discord:user:803511102246789120000',
    'discord:channel:80351110224678912',
    'discord:user:80351110224678912:admin',
    'teams:role:0a0a0a0a-0000-4000-8000-0000000000ab',
    'teams:user:80351110224678912',
    'terminal:user:root',
    'discord:user:８０３５１１１０２２４６７８９１２',
  ])('names nobody with “%s”', (text) => {
    expect(parseSubject(text)).toBeUndefined();
  });
});

describe('subjectsOf', () => {
  it('names a person by themselves and by each of their roles', () => {
    const person = { platform: 'discord', id: '1', roles: ['2', '3'], name: 'discord:user:9' } as const;
    expect(subjectsOf(person)).toEqual(['discord:user:1', 'discord:role:2', 'discord:role:3']);
  });
});

describe('placeKey', () => {
  it('names a place as it is typed and stored', () => {
    expect(placeKey({ platform: 'teams', channelId: '19:abc@thread.tacv2' })).toBe('teams:channel:19:abc@thread.tacv2');
  });
});

describe('vouchesForRoles', () => {
  it('doubts roles in a direct message on Discord only', () => {
    expect(vouchesForRoles({ platform: 'discord', kind: 'direct' })).toBe(false);
    expect(vouchesForRoles({ platform: 'discord', kind: 'channel' })).toBe(true);
    expect(vouchesForRoles({ platform: 'teams', kind: 'direct' })).toBe(true);
  });
});

describe('mayRun', () => {
  it('lets each role do what the ones before it may, and no more', () => {
    for (const [has, role] of ROLES.entries()) {
      for (const [wants, wanted] of ROLES.entries()) expect(mayRun(role, wanted)).toBe(has >= wants);
    }
  });
});
