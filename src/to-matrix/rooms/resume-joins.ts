import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { isInterrupted } from '../../delivery/instances/interrupted';
import { failureOf } from '../../failure';
import type { Texts } from '../../i18n';
import { tellAside } from '../../people/tell-aside';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { PendingJoin } from '../../store/pending-joins';
import { finishJoin } from '../../to-rocketchat/joining/join-by-address';
import { isTemporary } from '../delivery';
import { finishLinking } from './link-to-matrix-room';

/**
 * Finishes the joins by address that an instance of the server was doing when it ended. One of the others does it, or the next start. Whoever wanted
 * the room is told what became of it, since the answer to the command is lost. What fails because of an outage is left to the next
 * call.
 * @throws what the store throws
 */
export async function resumeJoins(bridge: ConfiguredBridge): Promise<void> {
	await bridge.queues.run('interrupted joins', 0, async () => {
		for (const join of await bridge.store.pendingJoins.all()) {
			if (bridge.instances.owns(join.address.id) && (await isInterrupted(bridge, join))) {
				await resume(bridge, join);
			}
		}
	});
}

async function resume(bridge: ConfiguredBridge, join: PendingJoin): Promise<void> {
	const { pendingJoins } = bridge.store;
	await pendingJoins.add({ ...join, by: bridge.instances.self }); // the others leave it alone from now on
	const user = await bridge.people.byId(join.userId);
	try {
		if (user) {
			await tellAside(bridge, user, await finish(bridge, user, join));
		}
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('an interrupted join could not be finished', failure);
		if (isTemporary(failure)) {
			await pendingJoins.add(join);
			return;
		}
		if (user) {
			await tellAside(bridge, user, (text) => text(failure.text, failure.parameters));
		}
	}
	await pendingJoins.remove(join);
}

/** @returns what whoever wanted the room reads */
async function finish(
	bridge: ConfiguredBridge,
	user: RocketChatUser,
	join: PendingJoin,
): Promise<(text: Texts) => string> {
	const { address, rocketChatRoomId } = join;
	if (rocketChatRoomId !== undefined) {
		const room = await bridge.rooms.byId(rocketChatRoomId);
		if (!room) {
			throw new FederationError('room-not-bridgeable');
		}
		await finishLinking(bridge, user, room, join);
		const name = room.displayName || room.slugifiedName;
		return (text) => text('join_linked', { room: address.id, name });
	}
	const result = await finishJoin(bridge, user, join);
	if (result.what === 'knocked') {
		return (text) => text('join_knocked', { room: address.id });
	}
	const name = (await bridge.rooms.nameOf(result.rocketChatId)) ?? '';
	return (text) => text('join_joined', { room: address.id, name });
}
