import type { ConfiguredBridge } from '../../configured-bridge';

/** Channel names of one message that are looked up; the others stay text. */
const MAX_CHANNELS = 50;

/** A channel as a pill on Matrix shows it. */
interface ChannelPill {
	/** The id of its Matrix room. */
	readonly address: string;
	/** With its `#`. */
	readonly name: string;
}

/**
 * Looks up the channels that a text names.
 * @param names without `#`
 * @returns the federated channels by their names; every other name stays text
 */
export async function resolveChannels(
	{ rooms, store }: ConfiguredBridge,
	names: readonly string[],
): Promise<ReadonlyMap<string, ChannelPill>> {
	const found = await Promise.all(
		names.slice(0, MAX_CHANNELS).map(async (name): Promise<[string, ChannelPill][]> => {
			const room = await rooms.channelNamed(name);
			const link = room && (await store.rooms.byRocketChatId(room.id));
			return link ? [[name, { address: link.matrixId, name: `#${name}` }]] : [];
		}),
	);
	return new Map(found.flat());
}
