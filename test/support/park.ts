import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import { keys } from '../../src/store/keys';
import type { InstalledApp } from './installed-app';

/** The part of the engine's bridge by which a test writes into the app's persistence. */
interface PersistenceBridge {
	createWithAssociations(
		data: object,
		associations: readonly RocketChatAssociationRecord[],
		appId: string,
	): Promise<string>;
}

/** Stores an item among the app's parked events, in the form in which some version of the app stores it. */
export async function park({ appId, workspace }: InstalledApp, id: string, item: object): Promise<void> {
	const bridges = workspace.server.appManager().getBridges();
	const persistence = bridges.getPersistenceBridge() as unknown as PersistenceBridge;
	await persistence.createWithAssociations(item, [keys.parkedEvent(id), keys.parked()], appId);
}
