import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import { DOMAIN, FederatedWorkspace } from './federated-workspace';
import { WorkspaceRooms } from './workspace-rooms';

/** A federated workspace with two local people and one on Matrix, as most tests of channels and groups need it. */
export interface FederatedRooms {
	readonly federated: FederatedWorkspace;
	readonly alice: WorkspacePerson;
	readonly carol: WorkspacePerson;
	readonly bob: MatrixPerson;
	/** What Alice does with rooms. */
	readonly rooms: WorkspaceRooms;
}

/** The bot user of Bob. */
export const bobHere = `bob:${DOMAIN}`;

/** @returns the id of the ghost of a local user */
export const ghostOf = (username: string) => `@rc_${username}:${DOMAIN}`;

/** @param settings of the app */
export async function startFederatedRooms(
	settings: Readonly<Record<string, string>> = {},
): Promise<FederatedRooms> {
	const federated = await FederatedWorkspace.start(settings);
	const alice = await federated.app.person('alice');
	const carol = await federated.app.person('carol');
	const bob = await federated.matrixPerson('bob');
	return { federated, alice, carol, bob, rooms: new WorkspaceRooms(alice) };
}

/** Types `/federation …` in a room. @returns what this person alone reads */
export async function commandIn(
	person: WorkspacePerson,
	roomId: string,
	parameters: string,
): Promise<string> {
	const before = person.notices.length;
	await person.runCommand('federation', parameters, roomId);
	return (await person.waitForNotice((heard) => person.notices.indexOf(heard) >= before)).text;
}

/** Waits until the federation bot tells somebody something. */
export async function waitForBotMessage(person: WorkspacePerson, text: RegExp): Promise<WorkspaceMessage> {
	const room = await person.waitForDirectRoom('federation.bot');
	return person.waitForMessage(room._id, (message) => text.test(message.text));
}
