import { describe, expect, it } from 'vitest';
import { type FakeActivity, invoke, message, TENANT_ID } from '../../../../simulators/teams/activities.ts';
import { parseActivity, toInboundEvent } from '../../../../src/adapters/teams/inbound/parse-inbound-event.ts';
import { SERVICE_URL } from './messages-fixture.ts';

const parse = (activity: FakeActivity) => {
  const parsed = parseActivity(activity);
  if (!parsed) throw new Error('no activity');
  return toInboundEvent(parsed, TENANT_ID);
};

describe('toInboundEvent, of files', () => {
  it('reads the files of a message, and no other attachment', () => {
    const url = 'https://contoso-my.sharepoint.com/a?tempauth=x';
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const attachments = [
      { contentType: 'text/html', content: '<p>explain</p>' },
      {
        contentType,
        name: 'error.log',
        contentUrl: 'https://x.example',
        content: { downloadUrl: url, fileType: 'log' },
      },
      { contentType, name: 'no address', content: { fileType: 'log' } },
      { contentType, name: 'no address either', content: { downloadUrl: 'x' } },
      7,
    ];
    expect(parse(message(SERVICE_URL, 'explain', { attachments }))).toMatchObject({
      kind: 'message',
      text: 'explain',
      files: [{ name: 'error.log', url }],
    });
    expect(parse(message(SERVICE_URL, 'explain', { attachments: 'x' }))).not.toHaveProperty('files');
  });

  const uploadInfo = {
    name: 'a.csv',
    contentUrl: 'https://contoso-my.sharepoint.com/a.csv',
    uploadUrl: 'https://contoso-my.sharepoint.com/up',
    uniqueId: '1150D938',
    fileType: 'csv',
  };
  const consent = (value: unknown) => parse(invoke(SERVICE_URL, 'fileConsent/invoke', value));

  it('reads the answer to a question about a file', () => {
    const context = { samaritan: 's1~download~1' };
    const more = { type: 'fileUpload', context };
    expect(consent({ ...more, action: 'accept', uploadInfo: { ...uploadInfo, etag: '1' } })).toMatchObject({
      kind: 'fileConsent',
      accepted: true,
      context,
      upload: uploadInfo,
      replyToId: '1400000000001',
    });
    expect(consent({ ...more, action: 'decline' })).toMatchObject({ accepted: false, context, upload: undefined });
  });

  it('takes a place for a file that can’t be read for none, and an answer that is neither yes nor no for no answer', () => {
    const unreadable = { ...uploadInfo, uploadUrl: 'x' };
    expect(consent({ action: 'accept', uploadInfo: unreadable })).toMatchObject({ upload: undefined, context: {} });
    expect(consent({ action: 'maybe', uploadInfo })).toBeUndefined();
  });
});
