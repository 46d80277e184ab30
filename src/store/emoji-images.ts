import { BoundedMap } from '../bounded-map';
import type { MxcUri } from '../matrix/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A picture of a custom emoji as it was carried over last. */
interface EmojiImage {
	/** Of the picture, see `WorkspaceEmoji`. */
	readonly version: string;
	/** Its address on Matrix; undefined if it cannot be shown there. */
	readonly mxc?: MxcUri;
}

/** Records that are kept in memory; others are read again. */
const MAX_REMEMBERED = 2_000;

/**
 * Stores which pictures of the workspace's custom emoji are on Matrix, so that each is uploaded once. They belong to the workspace
 * and to no room.
 */
export class EmojiImages {
	private readonly remembered = new BoundedMap<string, EmojiImage>(MAX_REMEMBERED);

	constructor(private readonly persistence: Persistence) {}

	/**
	 * @param name of the emoji, without colons
	 * @returns undefined if no picture of it was ever carried over. Costs no call while memory has it
	 */
	async of(name: string): Promise<EmojiImage | undefined> {
		const known = this.remembered.get(name);
		if (known) {
			return known;
		}
		const [record] = (await this.persistence.read.readByAssociation(
			keys.emojiImageOf(name),
		)) as EmojiImage[];
		if (record) {
			this.remembered.set(name, record);
		}
		return record;
	}

	/** @returns the name of the emoji whose picture has or had this address on Matrix; undefined if it is none of ours */
	async nameOf(mxc: MxcUri): Promise<string | undefined> {
		const [record] = (await this.persistence.read.readByAssociation(keys.emojiOfImage(mxc))) as {
			name: string;
		}[];
		return record?.name;
	}

	/** Also stores the name by the address, for good: a reaction may be one with an older picture. */
	async save(name: string, image: EmojiImage): Promise<void> {
		const { write } = this.persistence;
		if (image.mxc !== undefined) {
			await write.updateByAssociations([keys.emojiOfImage(image.mxc)], { name }, true);
		}
		await write.updateByAssociations([keys.emojiImageOf(name)], image, true);
		this.remembered.set(name, image);
	}

	/** Makes the next calls ask the store. */
	forgetMemory(): void {
		this.remembered.clear();
	}
}
