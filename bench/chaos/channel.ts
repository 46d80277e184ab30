import { waitFor } from '../../sandbox/clients/waiting';
import type { LocalWriter } from './local-writer';
import type { MatrixWriter } from './matrix-writer';

/** Time limit for each step until everybody is in a room, in milliseconds. */
export const MAKE_LIMIT = 30_000;

/** The ids of a channel that is federated. */
interface ChannelIds {
	readonly rocketChatId: string;
	readonly matrixId: string;
}

/**
 * Makes a channel and bridges it.
 * @param enableApp called if the engine refuses the command because it counts the app as not enabled
 */
export async function bridgeNewChannel(
	owner: LocalWriter,
	{ name, members }: { readonly name: string; readonly members: readonly string[] },
	enableApp?: () => Promise<void>,
): Promise<ChannelIds> {
	const { channel } = await owner.rest.post<{ channel: { _id: string } }>('/api/v1/channels.create', {
		name,
		members,
	});
	const bridge = () => owner.runCommand('federation', 'bridge', channel._id);
	await bridge().catch(async (error: unknown) => {
		// After a crash the engine may refuse commands for five minutes (docs/fidelity.md).
		if (!enableApp || !String(error).includes('App not enabled')) {
			throw error;
		}
		await enableApp();
		await bridge();
	});
	const matrixId = await waitFor({
		what: `the Matrix room of ${name}`,
		timeout: MAKE_LIMIT,
		interval: 100,
		look: () => matrixRoomOf(owner, channel._id),
		instead: () => owner.notices.map(({ text }) => text).join(' '),
	});
	return { rocketChatId: channel._id, matrixId };
}

/** Makes a channel of two people, both of whom may pin messages. */
export async function openChannel(local: LocalWriter, external: MatrixWriter): Promise<ChannelIds> {
	const username = external.userId.slice(1);
	const name = `${local.username}-${username.replaceAll(/[^a-z0-9]/g, '-')}`;
	const ids = await bridgeNewChannel(local, { name, members: [] });
	const { rocketChatId: roomId, matrixId } = ids;
	await external.join(matrixId);
	await waitFor({
		what: `${username} in ${name}`,
		timeout: MAKE_LIMIT,
		interval: 100,
		look: async () => {
			const { members } = await local.rest.get<{ members: { username: string }[] }>(
				'/api/v1/channels.members',
				{ roomId, count: '0' },
			);
			return members.some((member) => member.username === username) || undefined;
		},
	});
	const { user } = await local.rest.get<{ user: { _id: string } }>('/api/v1/users.info', { username });
	await local.rest.post('/api/v1/channels.addOwner', { roomId, userId: user._id });
	await waitFor({
		what: `the power of ${username} in ${name}`,
		timeout: MAKE_LIMIT,
		interval: 100,
		look: async () => {
			const { users } = await external.stateOf(matrixId, 'm.room.power_levels');
			return (users as Record<string, number> | undefined)?.[external.userId] === 100 || undefined;
		},
	});
	return ids;
}

/** @returns the Matrix room of a federated room's mark; undefined if it has none */
async function matrixRoomOf(person: LocalWriter, roomId: string): Promise<string | undefined> {
	const { room } = await person.rest.get<{
		room: { customFields?: { federation?: { roomId: string } } };
	}>('/api/v1/rooms.info', { roomId });
	return room.customFields?.federation?.roomId;
}
