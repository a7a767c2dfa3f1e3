import { type MailServer, openMailServer } from './mail-server.ts';
import { toMailError } from './to-mail-error.ts';

/** Why no mail could be sent now, as far as signing in shows; undefined where all is well. Sends nothing. */
export async function examineMailServer(server: MailServer): Promise<string | undefined> {
  const transport = openMailServer(server);
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return toMailError(error, server.host).message;
  } finally {
    transport.close();
  }
}
