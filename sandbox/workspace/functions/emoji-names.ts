import strategy from 'emoji-toolkit/emoji_strategy.json';

interface Emoji {
	shortname: string;
	shortname_alternates: string[];
}

/**
 * Names of emoji that a reaction may have: shortnames of JoyPixels and their alternates, skin tones included, which
 * Rocket.Chat lists (`apps/meteor/app/emoji-emojione`). The version of the server decides which release of the list it
 * has.
 */
const known = new Set(
	Object.values(strategy as Record<string, Emoji>).flatMap(({ shortname, shortname_alternates: others }) =>
		[shortname, ...others].map((name) => name.replaceAll(':', '')),
	),
);

/** @param name - without colons, such as `thumbsup` */
export function isEmojiName(name: string): boolean {
	return known.has(name);
}
