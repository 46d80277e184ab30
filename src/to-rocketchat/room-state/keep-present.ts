import type { ConfiguredBridge } from '../../configured-bridge';
import { withHostFailures } from '../../failure';
import type { StateEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { powerLevelsIn, storablePowerOf } from '../../matrix/power-levels';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatRoom } from '../../rocketchat/entities';
import type { AgreedRoles, AgreedSettings } from '../../store/room-agreements';
import { powerState } from './actors';
import { settingNamed, settingNames } from './settings';

/** A room of Rocket.Chat and a Matrix room that exist both, and are about to be linked. */
interface TwoRooms {
	readonly room: RocketChatRoom;
	readonly matrixId: RoomId;
	/** A ghost that is in the Matrix room. */
	readonly ghostId: UserId;
}

/**
 * Lets both sides keep the settings and roles that they have now, although they differ: each side was set up by people who did not
 * know of the other. What somebody changes afterwards goes to the other side as always.
 */
export async function keepPresentState(
	bridge: ConfiguredBridge,
	{ room, matrixId, ghostId }: TwoRooms,
): Promise<void> {
	const { homeserver, store } = bridge;
	const settings: Record<string, AgreedSettings[string]> = {};
	for (const name of settingNames) {
		const { type, here, there } = settingNamed(name);
		const event = await homeserver.rooms.stateEvent(ghostId, matrixId, type);
		settings[name] = { here: await here(room, bridge.rooms), there: there(event?.content ?? {}) };
	}
	const state = await powerState(bridge, ghostId, matrixId);
	const roles = { ...powersIn(state), ...(await rolesHere(bridge, room, state)) };
	await store.agreements.change(matrixId, { settings, roles });
}

/** @returns everybody on Matrix who has a power level of their own; they have no roles here */
function powersIn(state: readonly StateEvent[]): AgreedRoles {
	const { users } = powerLevelsIn(state);
	const create = state.find(({ type }) => type === 'm.room.create');
	const ids = [...Object.keys(users ?? {}), ...(create ? [create.sender] : [])] as UserId[];
	return Object.fromEntries(
		ids.map((userId) => [userId, { here: '', there: storablePowerOf(state, userId) }]),
	);
}

async function rolesHere(
	bridge: ConfiguredBridge,
	room: RocketChatRoom,
	state: readonly StateEvent[],
): Promise<AgreedRoles> {
	const { rooms, people } = bridge;
	const found: Record<UserId, AgreedRoles[UserId]> = {};
	for (const [id, roles] of await withHostFailures(() => rooms.rolesOf(room.id))) {
		const user = await people.byId(id);
		if (user && !people.isMadeByApp(user)) {
			const ghostId = await ensureGhost(bridge, user);
			found[ghostId] = { here: [...roles].sort().join(), there: storablePowerOf(state, ghostId) };
		}
	}
	return found;
}
