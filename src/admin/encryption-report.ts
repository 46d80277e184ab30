import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import { isEndToEndEncrypted } from '../rocketchat/encryption';
import type { RocketChatRoom } from '../rocketchat/entities';

/** The most encrypted rooms that the report lists. */
const MAX_LISTED = 5;

/**
 * Says which encrypted rooms of Rocket.Chat cannot send messages to Matrix, and what to do. A room that is no longer encrypted, or
 * no longer exists, is forgotten.
 * @returns no lines if there is none
 */
export async function encryptionReport(app: AppContext, text: Texts): Promise<string[]> {
	const { encryptsDirectMessages } = (await app.settingsState()).workspace;
	const rooms = await findEncryptedRooms(app);
	const listed = await Promise.all(rooms.slice(0, MAX_LISTED).map((room) => membersLine(app, room)));
	return [
		...(encryptsDirectMessages ? [`❌ ${text('status_encrypts_direct')}`] : []),
		...(rooms.length > 0 ? [`❌ ${text('status_rooms_encrypted', { count: rooms.length })}`] : []),
		...listed,
	];
}

async function findEncryptedRooms({ store, rooms }: AppContext): Promise<RocketChatRoom[]> {
	const found: RocketChatRoom[] = [];
	for (const id of await store.encryptedRooms.all()) {
		const room = await rooms.byId(id);
		if (room && isEndToEndEncrypted(room)) {
			found.push(room);
		} else {
			await store.encryptedRooms.remove(id);
		}
	}
	return found;
}

/** A direct message has no name of its own. */
async function membersLine({ rooms }: AppContext, { id }: RocketChatRoom): Promise<string> {
	const members = await rooms.members(id);
	return `• ${members.map(({ username }) => `\`${username}\``).join(', ')}`;
}
