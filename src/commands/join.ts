import type { AppContext } from '../app-context';
import type { Texts } from '../i18n';
import type { RocketChatUser } from '../rocketchat/entities';
import { joinByAddress } from '../to-rocketchat/joining/join-by-address';
import { requireRoomAddress } from './named-rooms';
import type { Subcommand } from './subcommand';

/**
 * `/federation join #room:server` joins a room on Matrix, which gets a channel or group here. With `knock` behind it, the members of the
 * room are asked to let the person in if that is needed.
 */
export const join: Subcommand = {
	name: 'join',
	parameters: [{ name: '#room:server' }, { name: '[knock]', isOptional: true, pattern: /^knock$/i }],
	who: 'users',
	feature: 'public_room',
	help: 'help_join',
	async run(app, { user, parameters: [typed = '', knock], reply, text }) {
		await reply(await joinAndSay(app, user, text, typed, knock !== undefined));
	},
};

/**
 * Joins a room by an address as somebody typed it.
 * @returns what they read
 * @throws FederationError what `requireRoomAddress` or `joinByAddress` throws
 */
export async function joinAndSay(
	app: AppContext,
	user: RocketChatUser,
	text: Texts,
	typed: string,
	mayKnock: boolean,
): Promise<string> {
	const address = requireRoomAddress(typed);
	const result = await joinByAddress(await app.requireBridge(), user, address, mayKnock);
	if (result.what === 'knocked') {
		return text('join_knocked', { room: address.id });
	}
	const name = (await app.rooms.nameOf(result.rocketChatId)) ?? '';
	return text(`join_${result.what}`, { room: address.id, name });
}
