import { linkToMatrixRoom } from '../to-matrix/rooms/link-to-matrix-room';
import { requireUnlinkable, unlinkRoom } from '../to-matrix/rooms/unlink-room';
import { requireRoomAddress } from './named-rooms';
import type { Subcommand } from './subcommand';

/** `/federation link #room:server` links the channel or group in which it is typed to a room on Matrix. */
export const link: Subcommand = {
	name: 'link',
	parameters: [{ name: '#room:server' }],
	who: 'users',
	feature: 'federated_room',
	help: 'help_link',
	async run(app, { user, room, parameters: [typed = ''], reply, text }) {
		const address = requireRoomAddress(typed);
		await linkToMatrixRoom(await app.requireBridge(), user, room, address);
		await reply(text('room_linked', { room: address.id }));
	},
};

/** `/federation unlink` ends the federation of the channel or group in which it is typed, once that is confirmed. */
export const unlink: Subcommand = {
	name: 'unlink',
	parameters: [{ name: '[confirm]', isOptional: true, pattern: /^confirm$/i }],
	who: 'users',
	help: 'help_unlink',
	async run(app, { user, room, parameters: [confirmation], reply, text }) {
		const bridge = await app.requireBridge();
		if (confirmation === undefined) {
			await requireUnlinkable(bridge, user, room);
			await reply(text('unlink_question'));
			return;
		}
		await unlinkRoom(bridge, user, room);
		await reply(text(bridge.homeserverState.isUsable ? 'unlink_done' : 'unlink_waits'));
	},
};
