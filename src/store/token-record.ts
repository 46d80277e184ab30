import type { Persistence } from './link-table';
import { keys } from './keys';

/** Remembers the token of the workspace's REST API that worked last, by a hash. */
export class TokenRecord {
	constructor(private readonly persistence: Persistence) {}

	/** @returns whether the token with this hash is the one that worked last */
	async hasWorked(hash: string): Promise<boolean> {
		const records = await this.persistence.read.readByAssociation(keys.workedToken());
		return records.some((record) => (record as { hash?: unknown }).hash === hash);
	}

	/** Stores the hash in the place of the one before. */
	async noteWorked(hash: string): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.workedToken()], { hash }, true);
	}
}
