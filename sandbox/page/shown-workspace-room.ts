import { buttonsOf } from '../clients/message-buttons';
import type { WorkspacePerson } from '../clients/workspace-client';
import type { WorkspaceRoom, WorkspaceSubscription } from '../clients/workspace-room';
import type { Room } from './side';

/** The app's own user, who shows invitations as messages with buttons. */
const FEDERATION_BOT = 'federation.bot';
const kinds: Readonly<Record<string, Room['kind']>> = { d: 'direct', p: 'private' };

/**
 * A room as a client of Rocket.Chat lists it.
 * @param person who reads
 * @param ownName how a direct message with oneself is called
 * @param avatarOf finds the path of somebody's avatar by the username
 */
export async function shownWorkspaceRoom(
	person: WorkspacePerson,
	{ room, subscription }: { readonly room: WorkspaceRoom; readonly subscription: WorkspaceSubscription },
	ownName: string,
	avatarOf: (username: string) => string | undefined,
): Promise<Room> {
	const { _id: id, t, prid, usernames = [], usersCount = usernames.length, avatarETag: etag } = room;
	const kind = kinds[t] ?? 'channel';
	const others = usernames.filter((username) => username !== person.username);
	const isDirect = kind === 'direct';
	const [partner] = others;
	const parent = prid === undefined ? [] : [`discussion in ${await nameOf(person, prid)}`];
	const own = etag === undefined ? undefined : `/avatar/room/${id}?etag=${etag}`;
	const avatar = isDirect && partner !== undefined ? avatarOf(partner) : own;
	return {
		id,
		kind,
		name: (isDirect || prid ? subscription.fname : undefined) || subscription.name || ownName,
		detail: isDirect
			? others.join(', ') || person.username
			: [...parent, countOf(usersCount)].join(' · '),
		...(avatar !== undefined && { avatar }),
		people: isDirect ? usernames : [],
		waiting: others.includes(FEDERATION_BOT) ? await cardsIn(person, id) : 0,
	};
}

async function nameOf(person: WorkspacePerson, roomId: string): Promise<string> {
	const { room } = await person.rest.get<{ room: WorkspaceRoom }>('/api/v1/rooms.info', { roomId });
	return room.fname ?? room.name ?? (room.usernames ?? []).join(', ');
}

/** Counts the messages with buttons among the newest ones of a room. */
async function cardsIn(person: WorkspacePerson, roomId: string): Promise<number> {
	const messages = await person.messages(roomId);
	return messages.filter((message) => buttonsOf(message).length > 0).length;
}

function countOf(people: number): string {
	return people === 1 ? '1 person' : `${people} people`;
}
