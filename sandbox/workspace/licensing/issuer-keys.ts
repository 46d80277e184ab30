import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'license-issuer.pem';
/** Bits. A license of the older form is one block of this size. */
const SIZE = 3072;

/**
 * The RSA key pair of whoever issues this workspace's licenses, made at the first need and kept beside the database.
 * In the real world only Rocket.Chat's cloud has the private key. Each workspace of the sandbox has a pair of its own,
 * so that a license from another one is a foreign one.
 * @param directory - of the workspace; made if missing
 */
export function issuerKeys(directory: string): { privateKey: KeyObject; publicKey: KeyObject } {
	const file = join(directory, FILE);
	if (!existsSync(file)) {
		mkdirSync(directory, { recursive: true });
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: SIZE });
		writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
	}
	const privateKey = createPrivateKey(readFileSync(file));
	return { privateKey, publicKey: createPublicKey(privateKey) };
}
