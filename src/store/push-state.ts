import { keys } from './keys';
import type { Persistence } from './link-table';

/** Tells that the homeserver does not push, although it has events. */
export interface BlockedPush {
	/** When it was noticed, milliseconds since 1970. */
	readonly since: number;
	/**
	 * An event of the queue at which the workspace's engine loses the app. Every attempt of the homeserver to push it ends the
	 * app, so the app does not make the homeserver try.
	 */
	readonly poison?: string | undefined;
}

/** Stores whether the push is blocked, since an event that stops the app's process would make it forget. */
export class PushState {
	constructor(private readonly persistence: Persistence) {}

	/** @returns undefined if the push was not blocked */
	async read(): Promise<BlockedPush | undefined> {
		const [record] = await this.persistence.read.readByAssociation(keys.blockedPush());
		return record as BlockedPush | undefined;
	}

	/** @returns when an instance of the server got a push that it noted, milliseconds since 1970; 0 before the first one */
	async pushedAt(): Promise<number> {
		const [record] = await this.persistence.read.readByAssociation(keys.lastPush());
		return (record as { readonly at: number } | undefined)?.at ?? 0;
	}

	/** Notes for the other instances of the server that this one got a push. @param at milliseconds since 1970 */
	async notePush(at: number): Promise<void> {
		await this.persistence.write.updateByAssociations([keys.lastPush()], { at }, true);
	}

	/** @param blocked undefined if the homeserver pushes again */
	async write(blocked: BlockedPush | undefined): Promise<void> {
		await (blocked
			? this.persistence.write.updateByAssociations([keys.blockedPush()], blocked, true)
			: this.persistence.write.removeByAssociation(keys.blockedPush()));
	}
}
