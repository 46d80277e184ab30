import type { ConfiguredBridge } from '../configured-bridge';

/** Names of a message that are looked up. */
const MOST_NAMES = 50;

/** A room as it is named on Matrix. */
interface ChannelPill {
	readonly address: string;
	readonly name: string;
}

/** @returns the federated channels that a text names, by their names; any other stays text */
export async function resolveChannels(
	bridge: ConfiguredBridge,
	names: readonly string[],
): Promise<ReadonlyMap<string, ChannelPill>> {
	const found = await Promise.all(
		names.slice(0, MOST_NAMES).map(async (name): Promise<[string, ChannelPill][]> => {
			const room = await bridge.rooms.channelNamed(name);
			const link = room && (await bridge.store.rooms.byRocketChatId(room.id));
			return link ? [[name, { address: link.matrixId, name: `#${name}` }]] : [];
		}),
	);
	return new Map(found.flat());
}
