import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'license-issuer.pem';
/** Bits. A license of the older form is one block of this size. */
const SIZE = 3072;

/**
 * The RSA key pair of the issuer of this workspace's licenses. It is generated when it is first needed, and kept beside
 * the database. In production only Rocket.Chat's cloud has the private key. Each workspace of the sandbox has its own
 * pair, so that it does not accept the licenses of another workspace.
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
