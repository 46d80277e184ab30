import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { isReadByOthers } from '../../people/readers';
import { roomMembers } from '../../people/room-members';
import type { RoomLink } from '../../store/store';
import { releaseMessages } from './read-along';

/** How often the rooms are compared after a change: a message that is being relayed meanwhile still has the old setting. */
const COMPARISONS = 2;

/**
 * Sends what waited because others could read along, when the setting `read_along` stops nothing any more. Looks at the state of
 * the rooms, so it does not matter whether the app was running when the setting was changed. Each instance of the server does it
 * for its own rooms. Costs no call once the setting stays the same.
 */
export class ReadAlongSetting {
	/** What this instance has compared its rooms with, and how often; undefined before the first time. */
	private compared: { readonly state: string; readonly times: number } | undefined;

	/** Releases the messages, unless nothing has changed. What fails is done at the next call. */
	async update(bridge: ConfiguredBridge): Promise<void> {
		const { store, instances, configuration, log } = bridge;
		const state = `${configuration.readAlong} ${instances.isAlone ? '' : instances.lastAgreedAt}`;
		const times = this.compared?.state === state ? this.compared.times : 0;
		if (times >= COMPARISONS) {
			return;
		}
		try {
			for (const { matrixRoomId, heldSince } of await store.progress.all()) {
				const isWaiting = heldSince !== undefined && instances.owns(matrixRoomId);
				const room = isWaiting ? await store.rooms.byMatrixId(matrixRoomId) : undefined;
				if (room && isReadByOthers(room) && (await isSomebodyThere(bridge, room))) {
					await releaseMessages(bridge, matrixRoomId);
				}
			}
			this.compared = { state, times: times + 1 };
		} catch (error) {
			log.failure('the messages that others could read were not released', failureOf(error));
		}
	}
}

/** Whether what waits can be sent. Otherwise its writers would be told at every start of the app that it waits. */
async function isSomebodyThere(
	bridge: ConfiguredBridge,
	{ rocketChatId, departed = [], blocked }: RoomLink,
): Promise<boolean> {
	const { external } = await roomMembers(bridge, rocketChatId);
	return !blocked?.isEverybody && external.some((person) => !departed.includes(person));
}
