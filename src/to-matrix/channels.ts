import type { Federation } from '../federation';

/** Names of a message that are looked up. */
const MOST_NAMES = 50;

/** A room as it is named on Matrix. */
interface Named {
	readonly address: string;
	readonly name: string;
}

/** @returns the federated channels that a text names, by their names; any other stays text */
export async function channelsIn(
	federation: Federation,
	names: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
	const found = await Promise.all(
		names.slice(0, MOST_NAMES).map(async (name): Promise<[string, Named][]> => {
			const room = await federation.rooms.channelNamed(name);
			const link = room && (await federation.store.rooms.byRocketChatId(room.id));
			return link ? [[name, { address: link.matrixId, name: `#${name}` }]] : [];
		}),
	);
	return new Map(found.flat());
}
