import type { ConfiguredBridge } from '../../configured-bridge';
import { bridgeStateTypes } from '../../convert/bridge-state';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';
import { powerOf } from '../../matrix/power-levels';

/**
 * Takes out of a Matrix room what bridging has put into it: the addresses under the app's prefix, and the note to which room it is
 * bridged. What the room does not let the ghosts take away stays.
 * @param ghosts those that are in the room; the one with the most power does it
 * @throws HomeserverError if it is to be called again
 */
export async function withdraw(
	{ homeserver, configuration }: ConfiguredBridge,
	roomId: RoomId,
	state: readonly StateEvent[],
	ghosts: readonly UserId[],
): Promise<void> {
	const [actor] = [...ghosts].sort((one, other) => powerOf(state, other) - powerOf(state, one));
	if (!actor) {
		return;
	}
	const aliases = await homeserver.directory.aliasesOf(actor, roomId);
	const own = aliases.filter((alias) => alias.startsWith(`#${configuration.aliasPrefix}`));
	for (const alias of own) {
		await homeserver.directory.removeAlias(actor, alias).catch(unlessRefused);
	}
	if (own.length > 0 && own.length === aliases.length) {
		await homeserver.directory.unpublish(actor, roomId).catch(unlessRefused);
	}
	// Synapse takes a removed address out of this event by itself, Dendrite does not.
	const shown = await homeserver.rooms.stateEvent(actor, roomId, 'm.room.canonical_alias');
	if (shown && own.includes(String(shown.content.alias))) {
		await homeserver.rooms.sendState(actor, roomId, shown.type, {}).catch(unlessRefused);
	}
	const notes = state.filter(
		({ type, content }) =>
			bridgeStateTypes.some((known) => known === type) && content.bridgebot === botIdOf(configuration),
	);
	for (const { type, state_key: key } of notes) {
		await homeserver.rooms.sendState(actor, roomId, type, {}, key).catch(unlessRefused);
	}
}

/** @returns false for what the homeserver refuses for good, or what is gone already @throws any other error */
export function unlessRefused(error: unknown): false {
	if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
		return false;
	}
	throw error;
}
