import { type Room } from 'matrix-js-sdk';
import type { MatrixPerson } from '../clients/matrix-client';
import { avatarIn } from './matrix-activity';
import type { FoundRoom, Members, Role } from './side';

/** How many members the page lists, and how many rooms it finds. */
const LIMIT = 100;

/** The power levels that clients give a name to. */
export const matrixRoles: readonly Role[] = [
	{ key: '100', name: 'Administrator' },
	{ key: '50', name: 'Moderator' },
	{ key: '0', name: 'Member' },
];

/** Who is in a room or invited, the most powerful first, with their power levels. */
export function matrixMembers(room: Room | null): Members {
	const all = (room?.getMembers() ?? []).filter(({ membership }) =>
		['join', 'invite'].includes(membership ?? ''),
	);
	const sorted = all.sort(
		(one, other) =>
			powerOf(other.powerLevel) - powerOf(one.powerLevel) || one.name.localeCompare(other.name),
	);
	const members = sorted.slice(0, LIMIT).map(({ userId, name, powerLevel, membership }) => {
		const avatar = avatarIn(room, userId);
		return {
			address: userId,
			name,
			...(avatar !== undefined && { avatar }),
			role: roleOf(powerLevel),
			...(membership === 'invite' && { invited: true }),
		};
	});
	return { members, total: all.length };
}

/** Finds public rooms on the homeserver, or the room with an address such as `#room:server`. */
export async function findMatrixRooms({ client }: MatrixPerson, term: string): Promise<FoundRoom[]> {
	const isJoined = (roomId: string) => client.getRoom(roomId)?.getMyMembership() === 'join';
	if (/^#[^:\s]+:\S+$/.test(term)) {
		const { room_id: id } = await client.getRoomIdForAlias(term);
		return [{ id: term, name: term, detail: '', joined: isJoined(id) }];
	}
	const { chunk } = await client.publicRooms({
		limit: LIMIT,
		...(term !== '' && { filter: { generic_search_term: term } }),
	});
	return chunk.map(({ room_id: id, name, canonical_alias: alias, topic, num_joined_members: people }) => ({
		id,
		name: name ?? alias ?? id,
		detail: [people === 1 ? '1 person' : `${people} people`, alias, topic].filter(Boolean).join(' · '),
		joined: isJoined(id),
	}));
}

/** Since version 12 of rooms the level of a creator is above every number. */
function roleOf(power: number): Role {
	if (powerOf(power) === Infinity) {
		return { key: 'creator', name: 'Creator' };
	}
	return (
		matrixRoles.find(({ key }) => key === String(power)) ?? { key: String(power), name: `Power ${power}` }
	);
}

function powerOf(level: number): number {
	return Number.isFinite(level) ? level : Infinity;
}
