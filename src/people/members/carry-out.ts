import type { MemberAction } from '../../convert/member-action';
import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { finalFailureOf, withHostFailures } from '../../failure';
import { textsFor, workspaceTexts, type TextKey } from '../../i18n';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';
import { ensureBotUser } from '../bot-user';
import { botUsernameOf } from '../bot-username';
import { ensureGhost } from '../ghost';
import { requireAllowedServers } from '../server-gate';
import { tellAside } from '../tell-aside';
import { admitGhost } from './admit-ghost';
import type { Person } from './person';
import { replaceReader } from './reader';
import { tellRemoval } from './tell-removal';

/** Who changed the members of a room, as far as is known. */
export interface Cause {
	/** The local user who did it in Rocket.Chat. */
	readonly by?: RocketChatUser | undefined;
	readonly reason?: string | undefined;
}

/** A change of the members of a federated room. */
interface MemberChange {
	readonly link: RoomLink;
	/** A ghost in the Matrix room; undefined if there is none. */
	readonly reader: UserId | undefined;
	readonly person: Person;
	readonly action: MemberAction;
	readonly cause: Cause;
}

/**
 * Carries out a change of members. What the homeserver refuses for good is undone in Rocket.Chat, and told.
 * @returns whether the person is a member on both sides now
 * @throws FederationError if it may succeed later
 */
export async function carryOut(bridge: ConfiguredBridge, change: MemberChange): Promise<boolean> {
	const { link, person, action } = change;
	switch (action) {
		case 'agree':
			return true;
		case 'forget':
			await replaceReader(bridge, link, person.userId);
			return false;
		case 'add-here':
			return addHere(bridge, change);
		case 'remove-here':
			await removeHere(bridge, change);
			return false;
		case 'add-there':
			return orUndo(bridge, change, () => addThere(bridge, change));
		case 'remove-there':
			return orUndo(bridge, change, () => removeThere(bridge, change));
	}
}

async function addHere(bridge: ConfiguredBridge, { link, person }: MemberChange): Promise<boolean> {
	const { userId, isLocal, user } = person;
	if (isLocal && !user) {
		return false; // the account was deleted
	}
	if (!isLocal) {
		await ensureBotUser(bridge, userId);
	}
	await withHostFailures(() =>
		bridge.rooms.addMember(link.rocketChatId, user?.username ?? botUsernameOf(userId)),
	);
	return true;
}

async function removeHere(bridge: ConfiguredBridge, change: MemberChange): Promise<void> {
	const { link, reader, person, cause } = change;
	const { userId, isLocal, user } = person;
	if (user) {
		await withHostFailures(() => bridge.rooms.removeMember(link.rocketChatId, user.username));
	}
	await replaceReader(bridge, link, userId);
	const isOwnDoing = !isLocal && cause.by !== undefined; // whoever did it knows
	if (reader && change.action === 'remove-here' && !isOwnDoing) {
		await tellRemoval(bridge, link, reader, person);
	}
}

/** @returns true: the person is a member on both sides */
async function addThere(
	bridge: ConfiguredBridge,
	{ link, reader, person, cause: { by } }: MemberChange,
): Promise<true> {
	const { matrixId: roomId } = link;
	const adder = by && by.id !== person.user?.id ? await ensureGhost(bridge, by) : undefined;
	if (person.isLocal) {
		await admitGhost(bridge, roomId, person.userId, { adder, reader });
		return true;
	}
	requireAllowedServers(bridge, [person.userId]);
	await bridge.plan.require('invitation');
	const inviter = adder ?? reader;
	if (inviter) {
		await bridge.homeserver.members.invite(inviter, roomId, person.userId);
	}
	return true;
}

/** @returns false: the person is a member on no side */
async function removeThere(
	bridge: ConfiguredBridge,
	{ link, reader, person, cause: { by, reason } }: MemberChange,
): Promise<false> {
	const { homeserver } = bridge;
	const { matrixId: roomId } = link;
	const { userId, isLocal } = person;
	if (isLocal) {
		await replaceReader(bridge, link, userId);
		await leaveOrKick(bridge, roomId, person, { by, reason });
		return false;
	}
	const remover = by ? await ensureGhost(bridge, by) : reader;
	if (remover) {
		await homeserver.members.kick(remover, roomId, userId, reason);
	}
	return false;
}

/**
 * Has the ghost of a local user leave. A colleague who has removed them removes the ghost, if the Matrix room lets them; in any case
 * the ghost goes.
 */
async function leaveOrKick(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	{ userId, user }: Person,
	{ by, reason = '' }: Cause,
): Promise<void> {
	const { homeserver, workspace } = bridge;
	if (!by || by.id === user?.id) {
		const ended = user?.isEnabled
			? ''
			: workspaceTexts(workspace)(user ? 'leave_deactivated' : 'leave_deleted');
		await homeserver.members.leave(userId, roomId, reason || ended);
		return;
	}
	try {
		await homeserver.members.kick(await ensureGhost(bridge, by), roomId, userId, reason);
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN')) {
			throw error;
		}
		const removed = workspaceTexts(workspace)('leave_removed', { user: by.username });
		await homeserver.members.leave(userId, roomId, removed);
	}
}

/**
 * Does something on Matrix. If that is refused for good, Rocket.Chat gets the member back, or loses the member, as before.
 * @returns whether the person is a member on both sides
 */
async function orUndo(
	bridge: ConfiguredBridge,
	change: MemberChange,
	work: () => Promise<boolean>,
): Promise<boolean> {
	try {
		return await work();
	} catch (error) {
		const failure = finalFailureOf(error);
		bridge.log.failure('a change of members was refused', failure, {
			roomId: change.link.matrixId,
			userId: change.person.userId,
		});
		// Synapse refuses to invite somebody who is banned with M_BAD_STATE.
		const isForbidden = isErrcode(error, 'M_FORBIDDEN', 'M_BAD_STATE');
		const reason = isForbidden ? new FederationError('matrix-forbids', {}, { cause: error }) : failure;
		return undo(bridge, change, reason);
	}
}

async function undo(
	bridge: ConfiguredBridge,
	change: MemberChange,
	failure: FederationError,
): Promise<boolean> {
	const isMember = change.action === 'remove-there';
	if (isMember) {
		await addHere(bridge, change);
	} else {
		await removeHere(bridge, change);
	}
	const told: TextKey = isMember ? 'member_not_removed' : 'member_not_added';
	await tellRefusal(bridge, change, told, failure);
	return isMember;
}

/**
 * Tells the person who has changed the members why the change was undone. If that person is not in the room any more, the
 * federation bot tells them.
 */
async function tellRefusal(
	bridge: ConfiguredBridge,
	{ link: { rocketChatId }, person: { userId, isLocal, user }, cause }: MemberChange,
	told: TextKey,
	failure: FederationError,
): Promise<void> {
	const { messages, workspace, people, rooms } = bridge;
	const reader = cause.by ?? user;
	if (!reader || people.isMadeByApp(reader)) {
		return;
	}
	if (reader.id === user?.id) {
		const room = (await rooms.nameOf(rocketChatId)) ?? '';
		await tellAside(bridge, reader, (text) =>
			text('you_were_not_added', { room, reason: text(failure.text, failure.parameters) }),
		);
		return;
	}
	const text = textsFor(reader, workspace);
	const name = isLocal ? (user?.username ?? userId) : userId;
	const reason = text(failure.text, failure.parameters);
	await messages.tell(reader.id, rocketChatId, text(told, { user: name, reason }));
}
