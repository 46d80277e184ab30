import { keys } from './keys';
import type { Persistence } from './link-table';

/** The lists of servers with which the rooms were compared. */
export interface ComparedLists {
	/** `ServerList.signature`; empty for empty lists. */
	readonly signature: string;
	/** When the app noticed the change, milliseconds since 1970. */
	readonly changedAt: number;
	/** Whether rooms or invitations are left to be compared. */
	readonly isUnderWay: boolean;
}

/** Stores the lists of servers with which the rooms were compared, so that a change is noticed after a restart. */
export class ServerListsRecord {
	constructor(private readonly persistence: Persistence) {}

	/** @returns empty lists if none were ever compared */
	async read(): Promise<ComparedLists> {
		const records = await this.persistence.read.readByAssociation(keys.serverLists());
		const [latest] = (records as ComparedLists[]).sort((a, b) => b.changedAt - a.changedAt);
		return latest ?? { signature: '', changedAt: 0, isUnderWay: false };
	}

	/** Stores the lists in the place of those before. */
	async write(lists: ComparedLists): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.serverLists()], lists, true);
	}
}
