import type { IInternalFederationBridge } from '@rocket.chat/apps-engine/server/bridges/IInternalFederationBridge';
import { SigningKeys } from '../engine/signing-keys';
import type { Database } from '../database/database';

/**
 * The key pair with which the engine signs installed apps. Follows
 * apps/meteor/app/apps/server/bridges/internalFederation.ts.
 */
export class InternalFederationBridge implements IInternalFederationBridge {
	constructor(private readonly database: Database) {}

	async getPrivateKey(): Promise<string | null> {
		return new SigningKeys(this.database).pair().privateKey;
	}

	async getPublicKey(): Promise<string | null> {
		return new SigningKeys(this.database).pair().publicKey;
	}
}
