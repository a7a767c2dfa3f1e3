import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './connector-fixture.ts';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };

describe('a message to Teams', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it('is sent as a plain text, or as the attachment that it is', async () => {
    const { connector, reference, teams } = rig;
    const attachment = { contentType: 'image/png', name: 'a.png', contentUrl: 'data:image/png;base64,eA==' };
    await connector.send(reference, { text: 'a *b*', summary: 'a' });
    await connector.send(reference, { attachment });
    expect(teams.messages(reference.conversationId)).toMatchObject([
      { text: 'a *b*', textFormat: 'plain', summary: 'a' },
      { attachments: [attachment] },
    ]);
  });

  it('never has two parts, of which Teams would tell no id', async () => {
    const { connector, reference, teams } = rig;
    const attachment = { contentType: 'image/png', name: 'a.png' };
    for (const message of [
      { card: CARD, text: 'x' },
      { card: CARD, attachment },
      { text: 'x', attachment },
    ]) {
      await expect(connector.send(reference, message)).rejects.toThrow('a message has one part');
    }
    expect(teams.calls).toEqual([]);
  });
});
