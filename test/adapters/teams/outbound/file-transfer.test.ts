import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeOneDrive, type FakeOneDrive } from '../../../../simulators/teams/fake-one-drive.ts';
import { createFakeTime, type FakeTime } from '../../../../simulators/teams/fake-time.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createFileTransfer, MOST_UPLOAD_BYTES } from '../../../../src/adapters/teams/outbound/file-transfer.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof TeamsError ? error.code : error),
  );

describe('createFileTransfer', () => {
  let drive: FakeOneDrive;
  let http: HttpClient;
  let time: FakeTime;
  beforeEach(async () => {
    drive = await createFakeOneDrive();
    http = new HttpClient({ timeoutMs: 60_000, useProxy: false });
    time = createFakeTime();
  });
  afterEach(async () => {
    await http.close();
    await drive.close();
  });

  const transfer = (sandbox = true) =>
    createFileTransfer({ http, sandbox, clock: time.clock, sleep: time.sleep, random: () => 0.5 });
  const place = (path = '/up') => ({ uploadUrl: `${drive.origin}${path}`, contentUrl: `${drive.origin}/shown` });

  it('puts the whole file as one range of bytes, without any token', async () => {
    const content = Buffer.from('Mandant;Müller\n');
    await transfer().upload(place('/up?tempauth=x'), content);
    const [call] = drive.calls;
    expect([drive.calls.length, call?.method, call?.path]).toEqual([1, 'PUT', '/up?tempauth=x']);
    expect(call?.bytes).toEqual(content);
    expect(call?.headers).toMatchObject({
      'content-range': `bytes 0-${content.length - 1}/${content.length}`,
      'content-length': String(content.length),
    });
    expect(call?.headers).not.toHaveProperty('authorization');
  });

  it('tries again where OneDrive asks for it', async () => {
    drive.refuseNext({ status: 503 }, { status: 429 });
    await transfer().upload(place(), Buffer.from('x'));
    expect([drive.calls.length, time.slept.length]).toEqual([3, 2]);
  });

  it.each([
    [403, 'blocked'],
    [404, 'gone'],
    [413, 'too-large'],
    [416, 'rejected'],
    // More of the file is waited for: it is not there.
    [202, 'rejected'],
  ])('says for %i: %s', async (status, code) => {
    drive.refuseNext({ status });
    expect(await codeOf(transfer().upload(place(), Buffer.from('x')))).toBe(code);
  });

  it('follows no redirect, neither with a file nor for one', async () => {
    const elsewhere = { status: 302, location: `${drive.origin}/elsewhere` };
    drive.refuseNext(elsewhere, elsewhere);
    expect(await codeOf(transfer().upload(place(), Buffer.from('x')))).toBe('rejected');
    expect(await codeOf(transfer().download(`${drive.origin}/a.log`, 100))).toBe('rejected');
    expect(drive.calls.map(({ path }) => path)).toEqual(['/up', '/a.log']);
  });

  it('sends nothing to an address that is none of OneDrive, nor where the link to the file would be', async () => {
    const { upload, download } = transfer(false);
    expect(await codeOf(upload(place(), Buffer.from('x')))).toBe('foreign-host');
    const shown = { uploadUrl: 'https://contoso-my.sharepoint.com/up', contentUrl: 'https://evil.example/a.csv' };
    expect(await codeOf(upload(shown, Buffer.from('x')))).toBe('foreign-host');
    expect(await codeOf(download(`${drive.origin}/a.log`, 100))).toBe('foreign-host');
    expect(await codeOf(transfer().download('https://contoso-my.sharepoint.com/a.log', 100))).toBe('foreign-host');
    expect(drive.calls).toEqual([]);
  });

  it('refuses a file that is larger than OneDrive takes at once, without sending it', async () => {
    expect(await codeOf(transfer().upload(place(), new Uint8Array(MOST_UPLOAD_BYTES + 1)))).toBe('too-large');
    expect(drive.calls).toEqual([]);
  });

  it('reads a file, and no larger one than was asked for', async () => {
    drive.files.set('/a.log', Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    drive.files.set('/big.log', Buffer.alloc(101));
    const { download } = transfer();
    expect(Buffer.from(await download(`${drive.origin}/a.log`, 100))).toEqual(Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    expect(await codeOf(download(`${drive.origin}/big.log`, 100))).toBe('too-large');
    expect(await codeOf(download(`${drive.origin}/none.log`, 100))).toBe('gone');
    expect(drive.calls.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});
