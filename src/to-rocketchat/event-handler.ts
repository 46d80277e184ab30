import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import type { RoomEvent } from '../matrix/events';
import { parseUserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { showMember } from '../people/members/show-member';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { isFederatedRoom } from '../store/links';
import { settleRolesOfNewcomer } from './room-state/newcomer';

/**
 * Which events of its types a handler takes. A state event has a state key, any other event has none; a client may send
 * any type in either form, and with any key. Client-Server API, "Types of state events".
 */
const stateKeyRules = {
	/** Events that are not state events. */
	none: (stateKey: string | undefined) => stateKey === undefined,
	/** State of the room itself, such as its topic. */
	empty: (stateKey: string | undefined) => stateKey === '',
	/** State of one user, such as their membership. */
	'user id': (stateKey: string | undefined) => parseUserId(stateKey) !== undefined,
};

/** What every handler declares. */
interface HandlerDeclaration<Content> {
	readonly types: readonly string[];
	readonly stateKey: keyof typeof stateKeyRules;
	/** @returns the content in the handler's own form; undefined if it is malformed, and the event has no effect */
	readonly parse: (event: RoomEvent) => Content | undefined;
}

/** Relays the events of some types from federated rooms to Rocket.Chat. */
export interface EventHandler<Content> extends HandlerDeclaration<Content> {
	/**
	 * Must be idempotent: an event comes again after a crash.
	 * @param rocketChatRoomId the room that the event's room is linked to
	 * @throws FederationError if it cannot be relayed; the error table says whether it is retried or parked
	 */
	readonly handle: (
		bridge: ConfiguredBridge,
		event: RoomEvent,
		content: Content,
		rocketChatRoomId: RocketChatRoomId,
	) => Promise<void>;
}

/** Relays the events of some types from any room, such as an invitation to a room that is not federated yet. */
export interface AnyRoomHandler<Content> extends HandlerDeclaration<Content> {
	/** As in `EventHandler`, without the room in Rocket.Chat. */
	readonly handle: (bridge: ConfiguredBridge, event: RoomEvent, content: Content) => Promise<void>;
}

/** A handler without the type of its content, so that all handlers fit into one table. */
export interface RegisteredHandler {
	readonly types: readonly string[];
	readonly handle: (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;
}

/**
 * @returns the handler in the form of the table. An event has no effect if its room is not federated, or if a ghost or the
 * federation bot has sent it: that is an echo of what the app sent
 */
export function inFederatedRooms<Content>(handler: EventHandler<Content>): RegisteredHandler {
	return inAnyRoom({
		...handler,
		async handle(bridge, event, content) {
			const isEcho = isOwnMatrixUser(event.sender, bridge.configuration);
			const room = isEcho ? undefined : await bridge.store.rooms.byMatrixId(event.roomId);
			if (room) {
				bridge.heardRooms.add(event.roomId);
				const isNew = isFederatedRoom(room) && (await showMember(bridge, room, event.sender));
				await handler.handle(bridge, event, content, room.rocketChatId);
				await (isNew && giveRoles(bridge, event));
			}
		},
	});
}

/** A failure is only logged: what the person did has been relayed, and the next comparison of the roles gives them. */
async function giveRoles(bridge: ConfiguredBridge, { roomId, sender }: RoomEvent): Promise<void> {
	try {
		await settleRolesOfNewcomer(bridge, roomId, sender);
	} catch (error) {
		bridge.log.failure('the roles of a new member were not compared', failureOf(error), {
			roomId,
			userId: sender,
		});
	}
}

/**
 * @returns the handler in the form of the table. An event has no effect if its state key does not fit, or if its content
 * is malformed. The handler gets echoes of what the app sent, too
 */
export function inAnyRoom<Content>(handler: AnyRoomHandler<Content>): RegisteredHandler {
	return {
		types: handler.types,
		async handle(bridge, event) {
			const fits = stateKeyRules[handler.stateKey](event.stateKey);
			const content = fits ? handler.parse(event) : undefined;
			if (content !== undefined) {
				await handler.handle(bridge, event, content);
			}
		},
	};
}
