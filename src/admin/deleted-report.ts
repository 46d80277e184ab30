import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import type { EndedRoom } from '../store/ended-rooms';
import type { RetiredGhost } from '../store/retired-ghosts';

/** The most people, rooms, and rooms of a person that the list shows. */
const MAX_LISTED = 20;
const MAX_LISTED_ROOMS = 5;

/** @returns who was deleted here, what became of them on Matrix, and what was erased where; for an administrator */
export async function deletedReport(app: AppContext, text: Texts): Promise<string> {
	await app.openStore();
	const ghosts = await app.store.retiredGhosts.all();
	const rooms = await app.store.endedRooms.all();
	const ghostLines = ghosts.map((ghost) => `• ${ghostLine(ghost, text)}`);
	const roomLines = rooms.map((room) => `• ${roomLine(room, text)}`);
	return [
		...(ghosts.length > 0
			? [text('deleted_title', { count: ghosts.length }), ...firstOf(ghostLines, text)]
			: [text('deleted_nobody')]),
		...(rooms.length > 0
			? [text('deleted_rooms_title', { count: rooms.length }), ...firstOf(roomLines, text)]
			: []),
	].join('\n');
}

function firstOf(lines: readonly string[], text: Texts): string[] {
	const more = lines.length - MAX_LISTED;
	return [...lines.slice(0, MAX_LISTED), ...(more > 0 ? [text('deleted_more', { count: more })] : [])];
}

function roomLine(ended: EndedRoom, text: Texts): string {
	const { roomId, name = '', at, doneAt, left = 0, removed = 0, unlinkedBy: by } = ended;
	const room = { room: roomId, name, at: new Date(at).toISOString() };
	if (doneAt === undefined) {
		return text('deleted_room_leaving', room);
	}
	return by === undefined
		? text('deleted_room', { ...room, left, removed })
		: text('deleted_room_unlinked', { ...room, left, by });
}

/** @returns a line for the status about those who are still to leave Matrix; none if there are none */
export async function deletedStatus({ store }: AppContext, text: Texts): Promise<string[]> {
	const count = (await store.retiredGhosts.leaving()).length;
	return count > 0 ? [text('status_leaving', { count })] : [];
}

function ghostLine(ghost: RetiredGhost, text: Texts): string {
	const { ghostId, doneAt, roomCount, erasedCount, isDeactivated } = ghost;
	const at = new Date(ghost.at).toISOString();
	if (doneAt === undefined) {
		return text('deleted_leaving', { ghost: ghostId, at });
	}
	return [
		text('deleted_gone', { ghost: ghostId, at, rooms: roomCount, erased: erasedCount }),
		...(erasedCount > 0 ? [`${text('deleted_erased_in')} ${erasedRooms(ghost, text)}.`] : []),
		text(isDeactivated ? 'deleted_deactivated' : 'deleted_not_deactivated'),
	].join(' ');
}

function erasedRooms({ rooms, roomCount }: RetiredGhost, text: Texts): string {
	const erasedIn = rooms.filter(({ erased }) => erased > 0);
	const listed = erasedIn
		.slice(0, MAX_LISTED_ROOMS)
		.map(({ roomId, erased }) => `\`${roomId}\` (${erased})`);
	const more = erasedIn.length - listed.length + (roomCount - rooms.length);
	return [...listed, ...(more > 0 ? [text('deleted_more', { count: more })] : [])].join(', ');
}
