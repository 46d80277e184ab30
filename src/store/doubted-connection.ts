import { keys } from './keys';
import type { Persistence } from './link-table';

/**
 * Remembers over restarts that the settings of the connection were changed and are not known to be right yet. Without it, a
 * start would use them: with a wrong domain, the app takes its own ghosts for strangers.
 */
export class DoubtedConnection {
	private isKnownAsNoted = false;

	constructor(private readonly persistence: Persistence) {}

	/** @returns whether the settings of the connection are in doubt */
	async isNoted(): Promise<boolean> {
		const records = await this.persistence.read.readByAssociation(keys.doubtedConnection());
		this.isKnownAsNoted = records.length > 0;
		return this.isKnownAsNoted;
	}

	/** To be called before changed settings of the connection are used. */
	async note(): Promise<void> {
		this.isKnownAsNoted = true;
		await this.persistence.write.updateByAssociations([keys.doubtedConnection()], {}, true);
	}

	/** To be called whenever the connection works. Costs no call if nothing was noted. */
	async forget(): Promise<void> {
		if (this.isKnownAsNoted) {
			this.isKnownAsNoted = false;
			await this.persistence.write.removeByAssociation(keys.doubtedConnection());
		}
	}
}
