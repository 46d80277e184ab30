import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { InternalBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/InternalBridge';
import { collections } from '../functions/collections';
import { SigningKeys } from '../engine/signing-keys';
import type { Database } from '../database/database';

/** What the engine itself asks of the host. Follows apps/meteor/app/apps/server/bridges/internal.ts. */
export class InternalBridge extends EngineBridge {
	constructor(private readonly database: Database) {
		super();
	}

	protected async getUsernamesOfRoomById(roomId: string): Promise<string[]> {
		return this.getUsernamesOfRoomByIdSync(roomId);
	}

	protected getUsernamesOfRoomByIdSync(roomId: string): string[] {
		if (!roomId) {
			return [];
		}
		return collections({ database: this.database })
			.subscriptions.find({ rid: roomId, 'u.username': { $exists: true } })
			.map((subscription) => subscription.u.username);
	}

	/** Rocket.Chat gives the cloud's key, with which marketplace licenses are checked; the sandbox's apps have none. */
	protected async getWorkspacePublicKey(): Promise<ISetting> {
		const { publicKey } = new SigningKeys(this.database).pair();
		return { value: publicKey } as ISetting;
	}
}
