import type { ConfiguredBridge } from '../configured-bridge';
import { cleanName } from '../convert/clean-name';
import { FederationError } from '../errors';
import { withHostFailures } from '../failure';
import type { Texts } from '../i18n';
import { powerOf } from '../matrix/power-levels';
import { ensureGhost } from '../people/ghost';
import { ghostsIn } from '../people/members/reader';
import { reconcileOrLeaveToOwner } from '../people/members/reconcile-or-leave';
import { isServerBlocked } from '../people/server-gate';
import type { RoomLink } from '../store/store';
import { requireFederatedRoom } from '../to-matrix/rooms/federated-room';
import { powerState } from '../to-rocketchat/room-state/actors';
import type { Subcommand } from './subcommand';

/** Members on one page of the list. */
const PAGE_SIZE = 30;

/** The levels of power that have a name. Client-Server API, "Permissions" */
const OWNER_LEVEL = 100;
const MODERATOR_LEVEL = 50;

/** `/federation leave` takes the person out of the federated room in which it is typed, on both sides. */
export const leave: Subcommand = {
	name: 'leave',
	parameters: [],
	who: 'everybody',
	help: 'help_leave',
	async run(app, { user, room, reply, text }) {
		const bridge = await app.requireBridge();
		const link = await requireFederatedRoom(bridge, room);
		// An app may remove the only owner. People may not: Rocket.Chat: apps/meteor/app/lib/server/methods/leaveRoom.ts
		const [owner, ...otherOwners] = await withHostFailures(() => bridge.rooms.ownerIds(room.id));
		if (owner === user.id && otherOwners.length === 0) {
			throw new FederationError('leave-only-owner');
		}
		await reply(text('leave_done'));
		await withHostFailures(() => bridge.rooms.removeMember(room.id, user.username));
		await reconcileOrLeaveToOwner(bridge, link, { only: [await ensureGhost(bridge, user)] });
	},
};

/** `/federation members` lists who is in the Matrix room of the room in which it is typed. */
export const members: Subcommand = {
	name: 'members',
	parameters: [{ name: '[page]', isOptional: true, pattern: /^[1-9]\d{0,5}$/ }],
	who: 'everybody',
	help: 'help_members',
	async run(app, { room, parameters: [page = '1'], reply, text }) {
		const bridge = await app.requireBridge();
		const link = await requireFederatedRoom(bridge, room);
		await reply(await memberList(bridge, link, Number(page), text));
	},
};

/** @throws FederationError `room-not-federated` if nobody from here is in the Matrix room */
async function memberList(
	bridge: ConfiguredBridge,
	link: RoomLink,
	wanted: number,
	text: Texts,
): Promise<string> {
	const [reader] = await ghostsIn(bridge, link);
	if (!reader) {
		throw new FederationError('room-not-federated');
	}
	const joined = await bridge.homeserver.members.joinedMembers(reader, link.matrixId);
	const state = await powerState(bridge, reader, link.matrixId);
	const sorted = [...joined]
		.map(([userId, name]) => ({ userId, name: cleanName(name) ?? '', power: powerOf(state, userId) }))
		.sort((a, b) => b.power - a.power || a.userId.localeCompare(b.userId));
	const pages = Math.max(1, Math.ceil(sorted.length / PAGE_SIZE));
	const page = Math.min(wanted, pages);
	const shown = sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
	const lines = shown.map(({ userId, name, power }) =>
		[
			`• \`${userId}\``,
			...(name === '' ? [] : [name.replace(/[*_~`[\]]/g, '')]),
			...(power === 0 ? [] : [powerName(power, text)]),
			...(isServerBlocked(bridge, userId) ? [text('members_blocked')] : []),
		].join(' – '),
	);
	return [
		text('members_title', { count: sorted.length, page, pages }),
		...lines,
		...(page < pages ? [text('members_more', { next: page + 1 })] : []),
	].join('\n');
}

function powerName(power: number, text: Texts): string {
	if (power >= OWNER_LEVEL) {
		return text('power_owner');
	}
	return power === MODERATOR_LEVEL ? text('power_moderator') : text('power_other', { level: power });
}
