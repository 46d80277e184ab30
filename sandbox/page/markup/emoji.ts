import strategy from 'emoji-toolkit/emoji_strategy.json';

interface Emoji {
	readonly shortname: string;
	readonly shortname_alternates: readonly string[];
	/** Code points in hexadecimal, with hyphens between. */
	readonly unicode_output: string;
}

const characters = new Map(
	Object.values(strategy as Record<string, Emoji>).flatMap(
		({ shortname, shortname_alternates: others, unicode_output: points }) =>
			[shortname, ...others].map((name): [string, string] => [name, characterOf(points)]),
	),
);

/** @param name such as `:tada:` @returns the emoji; the name itself where it is none, as a custom emoji's */
export function emojiNamed(name: string): string {
	return characters.get(name) ?? name;
}

function characterOf(points: string): string {
	return String.fromCodePoint(...points.split('-').map((point) => parseInt(point, 16)));
}
