import type { WorkspaceEmoji } from '../../convert/emoji/custom-emoji';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { MxcUri } from '../../matrix/ids';
import { botIdOf } from '../../matrix/namespace';

/** Custom emoji of one message that are looked up; the others stay text. */
const MAX_EMOJI = 50;

/**
 * Finds the pictures of custom emoji on Matrix, and uploads those that are not there yet. Without a picture an emoji stays text, so
 * no failure keeps a message back.
 * @param shortcodes without colons; those of Unicode's emoji are not to be among them
 * @returns the addresses of the pictures by the shortcodes
 */
export async function emojiImages(
	bridge: ConfiguredBridge,
	shortcodes: readonly string[],
): Promise<ReadonlyMap<string, MxcUri>> {
	if (shortcodes.length === 0) {
		return new Map();
	}
	const { byName } = await bridge.customEmoji.list();
	const found = await Promise.all(
		shortcodes.slice(0, MAX_EMOJI).map(async (shortcode): Promise<[string, MxcUri][]> => {
			const emoji = byName.get(shortcode);
			const mxc = emoji && (await imageOrUndefined(bridge, emoji));
			return mxc === undefined ? [] : [[shortcode, mxc]];
		}),
	);
	return new Map(found.flat());
}

async function imageOrUndefined(
	bridge: ConfiguredBridge,
	emoji: WorkspaceEmoji,
): Promise<MxcUri | undefined> {
	const { store, queues, log } = bridge;
	try {
		const known = await store.emojiImages.of(emoji.name);
		return known?.version === emoji.version
			? known.mxc
			: // One after the other: two messages with a new emoji would upload it twice.
				await queues.run(`emoji ${emoji.name}`, 0, () => carryOver(bridge, emoji));
	} catch (error) {
		log.failure('a custom emoji stays text on Matrix', failureOf(error));
		return undefined;
	}
}

/** The federation bot owns the file, since the emoji belongs to the workspace. */
async function carryOver(
	{ configuration, customEmoji, media, store, log }: ConfiguredBridge,
	emoji: WorkspaceEmoji,
): Promise<MxcUri | undefined> {
	const { name, extension, version } = emoji;
	const known = await store.emojiImages.of(name);
	if (known?.version === version) {
		return known.mxc;
	}
	const picture = await customEmoji.picture(emoji);
	const mxc =
		picture &&
		(await media
			.upload(botIdOf(configuration), { ...picture, name: `${name}.${extension}` })
			.catch(unlessRefused));
	if (mxc === undefined) {
		log.warn('a custom emoji cannot be shown on Matrix', { emoji: name });
	}
	await store.emojiImages.save(name, { version, ...(mxc !== undefined && { mxc }) });
	return mxc;
}

/** The homeserver would refuse the same picture again. */
function unlessRefused(error: unknown): undefined {
	if (isErrcode(error, 'M_TOO_LARGE')) {
		return undefined;
	}
	throw error;
}
