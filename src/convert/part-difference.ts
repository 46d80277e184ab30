/** The changes that give a message of several parts its new content. */
interface PartDifference<Present, Content> {
	/** Parts that stay, each with its new content. */
	readonly edit: readonly { readonly present: Present; readonly content: Content }[];
	/** Parts behind the new end. */
	readonly remove: readonly Present[];
	/** Parts that do not exist yet. */
	readonly add: readonly { readonly part: number; readonly content: Content }[];
}

/**
 * Compares the parts that exist with the parts that are wanted. Both directions split long messages into parts:
 * one message of Rocket.Chat is several events, one event is several messages.
 * @param present parts that exist, each with its number, counted from 0
 * @param wanted the content of every part, in order
 */
export function partDifference<Present extends { readonly part: number }, Content>(
	present: readonly Present[],
	wanted: readonly Content[],
): PartDifference<Present, Content> {
	const byPart = new Map(present.map((existing) => [existing.part, existing]));
	const edit: { present: Present; content: Content }[] = [];
	const add: { part: number; content: Content }[] = [];
	for (const [part, content] of wanted.entries()) {
		const existing = byPart.get(part);
		if (existing) {
			edit.push({ present: existing, content });
		} else {
			add.push({ part, content });
		}
	}
	return { edit, remove: present.filter(({ part }) => part >= wanted.length), add };
}
