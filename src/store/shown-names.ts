import { skeletonOf } from '../convert/display-name';
import type { UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

interface Holder {
	readonly userId: UserId;
}

/**
 * Stores which external person a name was shown for first, so that another one of the same name is told apart. Names that a reader
 * may take for the same count as one.
 */
export class ShownNames {
	constructor(private readonly persistence: Persistence) {}

	/** @returns whether nobody else has the name */
	async isFree(name: string, userId: UserId): Promise<boolean> {
		const holders = await this.holdersOf(name);
		return holders.length === 0 || holders.some((holder) => holder.userId === userId);
	}

	/**
	 * Notes that the person has the name, unless somebody else has it.
	 * @returns whether the person has it now
	 */
	async claim(name: string, userId: UserId): Promise<boolean> {
		const holders = await this.holdersOf(name);
		if (holders.length > 0) {
			return holders.some((holder) => holder.userId === userId);
		}
		await this.persistence.write.createWithAssociation({ userId }, keys.shownName(keyOf(name)));
		return true;
	}

	/** Notes that the person has the name no more. */
	async release(name: string, userId: UserId): Promise<void> {
		if ((await this.holdersOf(name)).some((holder) => holder.userId === userId)) {
			await this.persistence.write.removeByAssociation(keys.shownName(keyOf(name)));
		}
	}

	private async holdersOf(name: string): Promise<Holder[]> {
		const found = await this.persistence.read.readByAssociation(keys.shownName(keyOf(name)));
		return found as Holder[];
	}
}

function keyOf(name: string): string {
	return skeletonOf(name) || name;
}
