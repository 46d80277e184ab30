import type { UserId } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A ghost as which the app asks the homeserver for events. */
export interface PulledGhost {
	readonly ghostId: UserId;
	/** Every event before this token of `GET /sync` is done, in the inbox, or parked. Undefined before the first answer. */
	readonly token?: string | undefined;
}

/** Stores how far the homeserver's events were read as each ghost. */
export class PulledGhosts {
	constructor(private readonly persistence: Persistence) {}

	/** @returns all of them, in no order */
	async all(): Promise<PulledGhost[]> {
		return (await this.persistence.read.readByAssociation(keys.pulledGhosts())) as PulledGhost[];
	}

	/** @returns undefined for a ghost that is not stored */
	async byId(ghostId: UserId): Promise<PulledGhost | undefined> {
		const [ghost] = await this.persistence.read.readByAssociation(keys.pulledGhost(ghostId));
		return ghost as PulledGhost | undefined;
	}

	/** Forgets a ghost that is never asked as again. */
	async remove(ghostId: UserId): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.pulledGhost(ghostId));
	}

	/** Stores a ghost, and replaces the token that was stored for it. */
	async put(ghost: PulledGhost): Promise<void> {
		await this.persistence.write.updateByAssociations(
			[keys.pulledGhost(ghost.ghostId), keys.pulledGhosts()],
			ghost,
			true,
		);
	}
}
