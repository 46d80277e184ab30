import { generateKeyPairSync } from 'node:crypto';
import type { Database } from '../database/database';

interface KeyPairDocument {
	_id: 'apps-signing';
	/** PKCS8, PEM */
	privateKey: string;
	/** SPKI, PEM */
	publicKey: string;
}

/**
 * The workspace's RSA key pair. It is generated when it is first needed and then stored: the engine refuses an app
 * that is signed with another key.
 */
export class SigningKeys {
	constructor(private readonly database: Database) {}

	pair(): { privateKey: string; publicKey: string } {
		const keys = this.database.collection<KeyPairDocument>('federation_keys');
		return keys.findById('apps-signing') ?? keys.insert({ _id: 'apps-signing', ...generatePair() });
	}
}

function generatePair(): { privateKey: string; publicKey: string } {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
}
