// Opens the key in FILE as soon as a line comes in, so that several processes can make it at one moment. Prints its check.
import { once } from 'node:events';
import { createSecretBox } from '../../../../src/adapters/secrets/create-secret-box.ts';
import { openMasterKey } from '../../../../src/adapters/secrets/open-master-key.ts';

const [path = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const key = await openMasterKey({ source: { kind: 'file', path }, secretsStored: false });
console.log(createSecretBox(key).keyCheck());
process.stdin.destroy();
